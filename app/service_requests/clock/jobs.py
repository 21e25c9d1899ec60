"""The chain runs every minute; the command runs the same."""

from datetime import datetime, timedelta

from app.core import clock, jobs
from app.core.db import db
from app.core.working_days import calendar
from app.service_requests.clock import escalating, telling


@jobs.every(timedelta(minutes=1))
def escalate_now() -> None:
    escalate(clock.now())


def escalate(now: datetime) -> tuple[int, int]:
    """Look at what is due, tell whom it concerns; give how many reports and how many people.

    Commits batch by batch: a run that is cut off is finished by the next one.
    """
    seen = 0
    while found := escalating.look_at_due(now, calendar()):
        seen += found
        db.session.commit()
    told = telling.tell_untold(now) + telling.morning_digest(now, calendar())
    db.session.commit()
    return seen, told
