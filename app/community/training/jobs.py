"""What the worker does: reminds of tomorrow's classes."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.community.training import kinds, queries
from app.community.training.life import CLOSED, OPEN
from app.community.training.models import Training
from app.core import clock, jobs
from app.core.db import db, for_change
from app.notifications import reminding

CHUNK = 20


@jobs.every(timedelta(minutes=30))
def remind_now() -> None:
    """Remind those who have a place in a class of tomorrow, once each."""
    jobs.by_parts(remind, CHUNK)


def remind(now: datetime) -> int:
    """Remind of some classes, in the caller's transaction; give how many were looked at."""
    day = reminding.tomorrow(now)
    due = select(Training).where(
        Training.starts_at >= clock.at(day), Training.starts_at < clock.at(day + timedelta(days=1)),
        Training.status.in_((OPEN, CLOSED)), Training.reminded_at.is_(None),
    )  # fmt: skip
    some = due.order_by(Training.id).limit(CHUNK)
    classes = db.session.scalars(for_change(some, of=Training)).all()
    for each in classes:
        each.reminded_at = now
        rows = [row for row in queries.everybody(each)
                if row.has_place and reminding.needs(row.signed_at, now)]  # fmt: skip
        kinds.told(each, rows, kinds.SOON, now)
    return len(classes)
