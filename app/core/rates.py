"""Counters in the database: true over several processes and over a restart.

A window is fixed: it begins on the hour, or at midnight, by the clock of Viet Nam.
"""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import String, UniqueConstraint, delete, update
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.codes import sha256
from app.core.db import db
from app.core.inserting import dialect, insert


class Rate(db.Model):
    """How often something happened in one window of time."""

    __tablename__ = "rate"
    __table_args__ = (UniqueConstraint("bucket", "window_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(String(64))
    window_start: Mapped[datetime] = mapped_column(index=True)
    count: Mapped[int]


def begun(window: timedelta, now: datetime) -> datetime:
    """Give when the ``window`` that ``now`` lies in began; a day begins at midnight in Viet Nam."""
    local = clock.local(now)
    ahead = int((local.utcoffset() or timedelta()).total_seconds())
    seconds = int(window.total_seconds())
    start = (int(now.timestamp()) + ahead) // seconds * seconds - ahead
    return datetime.fromtimestamp(start, tz=now.tzinfo)


def hit(bucket: str, limit: int, window: timedelta, now: datetime) -> bool:
    """Count one more in ``bucket``; give False once ``limit`` in this ``window`` is passed.

    ``bucket`` may name a phone or an address: only its hash is stored. The caller commits,
    also when it then refuses, or the refused try would not count.
    """
    one = {"bucket": _hashed(bucket, window), "window_start": begun(window, now), "count": 1}
    return bool(db.session.scalar(_counted(dialect()), one) <= limit)


@cache
def _counted(_dialect: str) -> Any:
    table: Any = Rate.__table__
    again = {"count": table.c.count + 1}
    one_more = insert(table).on_conflict_do_update(
        index_elements=["bucket", "window_start"], set_=again
    )
    return one_more.returning(table.c.count)


def take_back(bucket: str, window: timedelta, then: datetime) -> None:
    """Count one less in the window that ``then`` lay in: what was counted turned out well."""
    mine = (Rate.bucket == _hashed(bucket, window), Rate.window_start == begun(window, then))
    db.session.execute(
        update(Rate)
        .where(*mine, Rate.count > 0)
        .values(count=Rate.count - 1)
        .execution_options(synchronize_session=False)
    )


def forget_before(moment: datetime) -> None:
    """Drop the windows that began before ``moment``; the caller commits."""
    db.session.execute(delete(Rate).where(Rate.window_start < moment))


def _hashed(bucket: str, window: timedelta) -> str:
    return sha256(f"{int(window.total_seconds())}:{bucket}")
