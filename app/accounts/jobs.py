"""What the worker does for this room on its own."""

from datetime import timedelta

from app.accounts import cleaning
from app.core import clock, jobs, scrubbing
from app.core.db import db


@jobs.every(timedelta(hours=1))
def forget_what_has_served() -> None:
    """Forget old codes, messages, sessions and counters."""
    cleaning.sweep(clock.now())
    scrubbing.ask()
    db.session.commit()
