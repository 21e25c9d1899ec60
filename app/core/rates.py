"""Counters in the database: true over several processes and over a restart."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, UniqueConstraint, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.core.codes import sha256
from app.core.db import db


class Rate(db.Model):
    """How often something happened in one window of time."""

    __tablename__ = "rate"
    __table_args__ = (UniqueConstraint("bucket", "window_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(String(64))
    window_start: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


def hit(bucket: str, limit: int, window: timedelta, now: datetime) -> bool:
    """Count one more in ``bucket``; give False once ``limit`` in this ``window`` is passed.

    ``bucket`` may name a phone or an address: only its hash is stored. The caller commits,
    also when it then refuses, or the refused try would not count.
    """
    seconds = int(window.total_seconds())
    start = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)
    table = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement: Any = table.insert(Rate).values(
        bucket=sha256(f"{seconds}:{bucket}"), window_start=start, count=1
    )
    counted = statement.on_conflict_do_update(
        index_elements=["bucket", "window_start"], set_={"count": Rate.count + 1}
    ).returning(Rate.count)
    return bool(db.session.scalar(counted) <= limit)


def forget_before(moment: datetime) -> None:
    """Drop the windows that began before ``moment``; the caller commits."""
    db.session.execute(delete(Rate).where(Rate.window_start < moment))
