"""What happened to a report, step by step, and what came along with a step."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from app.core.db import db
from app.media.models import Paper, Photo, Recording


class StatusChange(db.Model):
    """One step in the life of a report: the time line, the notices and the figures read it."""

    __tablename__ = "status_change"
    __table_args__ = (Index("ix_status_change_request", "service_request_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE")
    )
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(30))
    from_status: Mapped[str | None] = mapped_column(String(20))
    to_status: Mapped[str] = mapped_column(String(20))
    visibility: Mapped[str] = mapped_column(String(10))
    actor_kind: Mapped[str] = mapped_column(String(12))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    resolution: Mapped[str | None] = mapped_column(String(20))
    status_notes: Mapped[str | None]
    """Words of the step: an answer, a reason, what the citizen added."""
    scheduled_on: Mapped[date | None]
    reason_id: Mapped[int | None] = mapped_column(ForeignKey("reason.id"))
    details: Mapped[dict[str, Any] | None]

    spoken: Mapped["RequestRecording | None"] = relationship(viewonly=True)
    """The voice of the step; queries that show it load it along."""
    paper: Mapped["RequestPaper | None"] = relationship(viewonly=True)
    """The document that came with the step, likewise."""


class RequestPhoto(db.Model):
    """A photo of a report: the citizen's (report, addition) or the agency's (reply, draft)."""

    __tablename__ = "request_photo"
    __table_args__ = (
        UniqueConstraint("photo_id"),
        Index("ix_request_photo_request", "service_request_id", "id"),
    )

    REPORT, ADDITION, REPLY, DRAFT = "report", "addition", "reply", "draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE")
    )
    photo_id: Mapped[int] = mapped_column(ForeignKey("photo.id"))
    role: Mapped[str] = mapped_column(String(10))
    status_change_id: Mapped[int | None] = mapped_column(
        ForeignKey("status_change.id", ondelete="CASCADE")
    )
    is_public: Mapped[bool] = mapped_column(default=False)
    """Shown to everybody; a citizen's photo becomes so only by accepting it as public."""

    photo: Mapped[Photo] = relationship(lazy="joined", innerjoin=True)
    thing: Mapped[Photo] = synonym("photo")
    change: Mapped[StatusChange | None] = relationship(viewonly=True)


class RequestRecording(db.Model):
    """A voice of a report: the citizen's (report, addition) or the agency's (reply).

    It belongs to the step at which it was said, one to a step, and is loaded with it. The
    citizen's is never public, whatever becomes of the words: a voice is known by many. The
    agency's is as public as the words of its reply.
    """

    __tablename__ = "request_recording"
    __table_args__ = (
        UniqueConstraint("recording_id"),
        UniqueConstraint("status_change_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    recording_id: Mapped[int] = mapped_column(ForeignKey("recording.id"))
    role: Mapped[str] = mapped_column(String(10))
    """One of the roles of a photo."""
    status_change_id: Mapped[int] = mapped_column(
        ForeignKey("status_change.id", ondelete="CASCADE")
    )

    recording: Mapped[Recording] = relationship(lazy="joined")
    thing: Mapped[Recording] = synonym("recording")
    change: Mapped[StatusChange] = relationship(viewonly=True)


class RequestPaper(db.Model):
    """A document (văn bản) that came with an agency's answer: its number, symbol and day.

    It may name the sender, so it is public only where its office says so, and the file goes
    when the sender is erased: ``paper`` is None then, the line about it stays.
    """

    __tablename__ = "request_paper"
    __table_args__ = (UniqueConstraint("paper_id"), UniqueConstraint("status_change_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE"), index=True
    )
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"))
    role: Mapped[str] = mapped_column(String(10))
    """Reply or draft, as of a photo."""
    status_change_id: Mapped[int] = mapped_column(
        ForeignKey("status_change.id", ondelete="CASCADE")
    )
    number: Mapped[str] = mapped_column(String(20))
    symbol: Mapped[str] = mapped_column(String(40))
    issued_on: Mapped[date]
    is_public: Mapped[bool] = mapped_column(default=False)

    paper: Mapped[Paper | None] = relationship(lazy="joined")
    thing: Mapped[Paper | None] = synonym("paper")
    change: Mapped[StatusChange] = relationship(viewonly=True)

    @property
    def name(self) -> str:
        """Give number and symbol as they stand on it: 12/UBND-KT."""
        return f"{self.number}/{self.symbol}"


Link = RequestPhoto | RequestRecording | RequestPaper
"""What a report has of a photo, a recording or a paper, its ``thing``."""
