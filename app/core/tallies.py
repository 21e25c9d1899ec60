"""How many messages went out and how many failed, by day: rows that a page can show.

``figures`` counts for Prometheus, which not every operator runs. A worker adds up what it sent and
writes it down every minute; one that is killed loses at most what it sent since.
"""

import threading
from collections import Counter
from datetime import date, datetime, timedelta

from sqlalchemy import UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from app.core import clock, jobs
from app.core.db import db
from app.core.figures import on_sent

KEPT = timedelta(days=90)
_lock = threading.Lock()
_unwritten: Counter[tuple[str, str]] = Counter()


class MessageTally(db.Model):
    """Messages of one way (``sms``, ``push``) with one outcome, on one day of Viet Nam."""

    __tablename__ = "message_tally"
    __table_args__ = (UniqueConstraint("day", "way", "outcome"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    way: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str] = mapped_column(String(20))
    count: Mapped[int] = mapped_column(default=0)


def note(way: str, outcome: str) -> None:
    """Count one, until it is written."""
    with _lock:
        _unwritten[way, outcome] += 1


def write(now: datetime) -> None:
    """Add what was counted to the day's rows; the caller commits."""
    with _lock:
        counted = dict(_unwritten)
        _unwritten.clear()
    day = clock.local(now).date()
    for (way, outcome), number in sorted(counted.items()):
        mine = (
            MessageTally.day == day, MessageTally.way == way, MessageTally.outcome == outcome
        )  # fmt: skip
        added = update(MessageTally).where(*mine).values(count=MessageTally.count + number)
        if not db.session.execute(added).rowcount:  # type: ignore[attr-defined]
            db.session.add(MessageTally(day=day, way=way, outcome=outcome, count=number))
            db.session.flush()


def of_days(first: date) -> dict[str, dict[str, int]]:
    """Give the counts by way and outcome from ``first`` on."""
    found: dict[str, dict[str, int]] = {}
    for row in db.session.scalars(select(MessageTally).where(MessageTally.day >= first)):
        of_way = found.setdefault(row.way, {})
        of_way[row.outcome] = of_way.get(row.outcome, 0) + row.count
    return found


@jobs.every(timedelta(minutes=1))
def write_now() -> None:
    """Write down what was sent, and forget what is older than a quarter."""
    now = clock.now()
    write(now)
    old = MessageTally.day < clock.local(now).date() - KEPT
    db.session.execute(delete(MessageTally).where(old))
    db.session.commit()


on_sent(note)
