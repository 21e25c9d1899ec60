"""The worker's pulse: one row that it writes at every turn, by which others see that it works."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import db

STOPPED = timedelta(minutes=3)
"""A worker that wrote nothing for so long stands still: a turn is 15 s, its longest job less."""


class WorkerPulse(db.Model):
    """When a worker last began a turn. With several workers: the latest of them."""

    __tablename__ = "worker_pulse"

    id: Mapped[int] = mapped_column(primary_key=True)
    beat_at: Mapped[datetime]


def beat(now: datetime) -> None:
    """Note that a worker begins a turn; the caller commits."""
    changed = db.session.execute(update(WorkerPulse).values(beat_at=now))
    if not changed.rowcount:  # type: ignore[attr-defined]
        db.session.add(WorkerPulse(id=1, beat_at=now))


def last() -> datetime | None:
    """Give when a worker last began a turn; None where none ever did."""
    return db.session.scalar(select(WorkerPulse.beat_at))


def is_felt(now: datetime) -> bool:
    found = last()
    return found is not None and clock.lasts(found, STOPPED, now)
