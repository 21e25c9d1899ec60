"""Waiting for the citizen, and days that were named: rows beside the report."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.core.db import db


class Pause(db.Model):
    """A time in which the clock stood still, because the citizen was asked (``reason``)."""

    __tablename__ = "pause"

    CITIZEN, OFFICIAL, SILENCE, WITHDRAWAL = "citizen", "official", "silence", "withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    promise_number: Mapped[int]
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str]
    until: Mapped[datetime]
    """When it ends by itself."""
    reminders: Mapped[int] = mapped_column(default=0)
    """How often the citizen was told that it will end."""
    reminded_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(20))
    shifted_seconds: Mapped[int] = mapped_column(default=0)
    """By how much it moved the promise, on the promise's own clock."""


class Commitment(db.Model):
    """A day named to the citizen (hẹn làm). Kept or broken, it is counted in public.

    Kept: the matter was fixed, or the citizen said so, by the end of office hours of that day.
    Everything else is broken: no deed, a deed too late, a new day named instead.
    """

    __tablename__ = "commitment"
    __table_args__ = (Index("ix_commitment_register", "agency_id", "settled_at", "due_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    promise_number: Mapped[int]
    """The number of the promise it becomes on its day."""
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    made_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(index=True)
    due_at: Mapped[datetime]
    """The end of office hours of that day."""
    returned_at: Mapped[datetime | None]
    """When the report came back to the desk and the citizen was asked."""
    citizen_says: Mapped[bool | None]
    said_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    kept: Mapped[bool | None]

    agency: Mapped[Agency | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be seen whether it is kept."""
        return self.settled_at is None

    @property
    def asks_citizen(self) -> bool:
        """Tell whether the citizen was asked whether it is done, and has not said."""
        return self.returned_at is not None and self.citizen_says is None

    def settle(self, now: datetime, done: bool) -> None:
        """Write down, once, whether it was kept; what comes after the day is broken."""
        if self.settled_at is None:
            self.settled_at, self.kept = now, done and now <= self.due_at

    def void(self, now: datetime) -> None:
        """Take it out of the count: the citizen reopened or withdrew the report before the day."""
        if self.settled_at is None:
            self.settled_at = now
