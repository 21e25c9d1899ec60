"""What the worker does for this room on its own."""

from datetime import timedelta

from app.accounts import changing_phone, cleaning
from app.core import clock, jobs, scrubbing
from app.core.db import db


@jobs.every(timedelta(minutes=10))
def carry_out_changed_numbers() -> None:
    """Let the numbers count that were asked for at a counter and nobody objected to."""
    changing_phone.carry_out_due(clock.now())
    db.session.commit()


@jobs.every(timedelta(hours=1))
def forget_what_has_served() -> None:
    """Forget old codes, messages and counters."""
    cleaning.sweep(clock.now())
    scrubbing.ask()
    db.session.commit()
