"""When backups were made. While one runs no file is removed: what its rows name stays there."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import db

LONGEST = timedelta(hours=6)
"""A run that did not end within it was killed: it holds nothing any longer."""


class BackupRun(db.Model):
    """One backup: begun, and finished unless it failed."""

    __tablename__ = "backup_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    byte_size: Mapped[int | None] = mapped_column(BigInteger)
    """What was written anew, without the files that were in the folder before."""


def begin(now: datetime) -> BackupRun:
    """Note that one begins; the caller commits before it reads anything."""
    run = BackupRun(started_at=now)
    db.session.add(run)
    return run


def is_running(now: datetime, besides: int = 0) -> bool:
    """Tell whether one runs, other than that of the id ``besides``."""
    others = BackupRun.finished_at.is_(None), BackupRun.id != besides
    open_ones = select(BackupRun.started_at).where(*others)
    return any(clock.lasts(started, LONGEST, now) for started in db.session.scalars(open_ones))


def last_finished() -> datetime | None:
    """Give when the newest finished backup was begun: what came later is not in it."""
    finished = select(BackupRun.started_at).where(BackupRun.finished_at.is_not(None))
    return db.session.scalar(finished.order_by(BackupRun.started_at.desc()).limit(1))
