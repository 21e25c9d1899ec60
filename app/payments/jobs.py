"""What the worker does by the clock."""

from datetime import timedelta

from app.core import clock, jobs
from app.core.db import db
from app.payments import hooks


@jobs.every(timedelta(days=1))
def forget_old() -> None:
    """Drop marks of web hooks that could not be replayed any more."""
    hooks.forget_before(clock.now() - timedelta(days=1))
    db.session.commit()
