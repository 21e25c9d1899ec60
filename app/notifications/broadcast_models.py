"""Telling very many: one row for the whole, one a browser while it waits, counts by commune."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core import codes
from app.core.db import db

LISTING, SENDING, DONE, STOPPED = "listing", "sending", "done", "stopped"
NOWHERE = 0
"""The commune of people who told none."""


class Broadcast(db.Model):
    """One message to an audience. The worker lists people in chunks, then sends.

    ``cursor`` is the id of the last person listed. ``level``: a higher one goes first.
    ``people`` were expected when it began; ``reached`` have it in their inbox; ``queued``
    browsers were to be told, of which ``sent``, ``gone`` (given up by their owners: removed)
    and ``failed`` are through.
    """

    __tablename__ = "broadcast"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(43), unique=True, default=codes.random_token)
    kind: Mapped[str] = mapped_column(String(40))
    parameters: Mapped[dict[str, Any]]
    url: Mapped[str]
    level: Mapped[int]
    audience: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(10), default=LISTING)
    cursor: Mapped[int] = mapped_column(default=0)
    people: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)
    queued: Mapped[int] = mapped_column(default=0)
    sent: Mapped[int] = mapped_column(default=0)
    gone: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def dedupe_key(self) -> str:
        """Give the key under which each person is told once."""
        return f"broadcast:{self.code}"

    @property
    def is_running(self) -> bool:
        return self.state in (LISTING, SENDING)

    @property
    def through(self) -> int:
        """Give how many browsers need nothing more."""
        return self.sent + self.gone + self.failed

    def stop(self, now: datetime) -> None:
        """Send nothing more; what was sent cannot be called back."""
        if self.is_running:
            self.state, self.ended_at = STOPPED, now

    def finish(self, now: datetime) -> None:
        if self.state == SENDING:
            self.state, self.ended_at = DONE, now


class BroadcastPush(db.Model):
    """One browser that waits to be told. The row goes when it was."""

    __tablename__ = "broadcast_push"
    __table_args__ = (
        UniqueConstraint("subscription_id", "broadcast_id"),
        Index("ix_broadcast_push_due", "broadcast_id", "service", "run_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcast.id", ondelete="CASCADE"))
    service: Mapped[str] = mapped_column(String(260))
    subscription_id: Mapped[int] = mapped_column(
        ForeignKey("push_subscription.id", ondelete="CASCADE")
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int]
    run_at: Mapped[datetime]


class BroadcastReach(db.Model):
    """How many of one commune a broadcast reached: figures, and never who."""

    __tablename__ = "broadcast_reach"
    __table_args__ = (UniqueConstraint("broadcast_id", "place_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcast.id", ondelete="CASCADE"))
    place_id: Mapped[int]
    reached: Mapped[int] = mapped_column(default=0)
    delivered: Mapped[int] = mapped_column(default=0)
    opened: Mapped[int] = mapped_column(default=0)
