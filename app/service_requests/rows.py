"""What hangs on a report: promises, pauses, named days, parts of others, words, drafts."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency, User
from app.core import codes
from app.core.db import db
from app.service_requests.catalogue.models import Reason


class Promise(db.Model):
    """What the citizen was promised: at receipt, at each reopening, and with a day named.

    The first stands for ever beside those that follow, so that no reopening hides a lateness.
    ``answer_by`` is ``started_at`` and the time allowed, and what the promise was paused for.
    """

    __tablename__ = "promise"
    __table_args__ = (UniqueConstraint("service_request_id", "number"),)

    RECEIPT, REOPENED, COMMITMENT, OFFICE = "receipt", "reopened", "commitment", "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12), default=RECEIPT)
    clock: Mapped[str] = mapped_column(String(12), default="working")
    """The clock it runs on, as its class said when it was made."""
    started_at: Mapped[datetime]
    paused_seconds: Mapped[int] = mapped_column(default=0)
    """How long it stood still while the citizen was asked, on its own clock."""
    extended_at: Mapped[datetime | None]
    own_accept_by: Mapped[datetime | None]
    own_answer_by: Mapped[datetime | None]
    """What it would be without the earlier promises of reports that were joined under it."""
    accept_by: Mapped[datetime]
    answer_by: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    resolution: Mapped[str | None] = mapped_column(String(20))
    read_at: Mapped[datetime | None]
    """When the citizen said the answer was read; the offer to reopen runs from here."""
    thanked_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    """When the citizen said that it is done; whoever says nothing is taken to be content."""


class Reply(db.Model):
    """An agency's words to the citizen and, where the report is public, to everybody."""

    __tablename__ = "reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    text: Mapped[str]
    status_change_id: Mapped[int | None] = mapped_column(
        ForeignKey("status_change.id", ondelete="CASCADE")
    )


class Note(db.Model):
    """Officials among themselves (trao đổi nội bộ); a citizen never sees it."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    text: Mapped[str]
    status_change_id: Mapped[int | None] = mapped_column(
        ForeignKey("status_change.id", ondelete="CASCADE"), index=True
    )


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


class Support(db.Model):
    """One agency's part: what it was asked, and what it answered."""

    __tablename__ = "support"
    __table_args__ = (Index("ix_support_agency", "agency_id", "done_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: codes.readable_code(2)
    )
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    asked: Mapped[str]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    words: Mapped[str | None]

    agency: Mapped[Agency] = relationship()


class AnswerDraft(db.Model):
    """What an official wants to say for an agency that asks its leads first.

    It becomes the act ``verb`` (reply, close, refuse) when a lead publishes it. The citizen
    sees nothing of it before; its photos, voice and paper hang on the step that submitted it.
    """

    __tablename__ = "answer_draft"
    __table_args__ = (
        Index(
            "ix_answer_draft_waiting",
            "agency_id",
            "submitted_at",
            sqlite_where=text("state = 'submitted'"),
            postgresql_where=text("state = 'submitted'"),
        ),
    )

    DRAFT, SUBMITTED, PUBLISHED, DISCARDED = "draft", "submitted", "published", "discarded"
    LIVE = (DRAFT, SUBMITTED)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    """For which it speaks: no other agency sees it, even when the report goes there."""
    state: Mapped[str] = mapped_column(String(12), default=DRAFT)
    verb: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(default="")
    resolution: Mapped[str] = mapped_column(String(20), default="")
    scheduled_on: Mapped[date | None]
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("reason.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    status_change_id: Mapped[int | None] = mapped_column(
        ForeignKey("status_change.id", ondelete="SET NULL")
    )
    """The step with which it was submitted last."""
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    words: Mapped[str | None]
    """Why a lead sent it back."""

    reason: Mapped[Reason | None] = relationship()
    author: Mapped[User | None] = relationship()

    @property
    def is_submitted(self) -> bool:
        return self.state == self.SUBMITTED

    @property
    def is_unpublished(self) -> bool:
        """Tell whether what hangs on its step is not out."""
        return self.state in self.LIVE
