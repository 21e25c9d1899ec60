"""What happened to a report, step by step, and what came along with a step."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, synonym

from app.core.db import db
from app.media.models import Attachment, Paper, Photo, Recording


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


HIDDEN_WORDS = "hidden_words"
"""In the details of an answer that was corrected because it told something private."""


def corrected(changes: Iterable[StatusChange]) -> dict[int, StatusChange]:
    """Give, by the number of an answer's step, the step that put it right."""
    return {
        each.details["corrects"]: each
        for each in changes
        if each.details and each.details.get("corrects")
    }


class RequestAttachment(db.Model):
    """A photo, a voice or a document of a report, most of them of one of its steps.

    The citizen's (report, addition) or the agency's (reply, draft).
    """

    __tablename__ = "request_attachment"
    __table_args__ = (
        UniqueConstraint("attachment_id"),
        Index("ix_request_attachment_request", "service_request_id", "kind", "id"),
        # A step has many photos, but one voice and one document.
        Index(
            "uq_request_attachment_step",
            "status_change_id",
            "kind",
            unique=True,
            sqlite_where=text("kind <> 'photo'"),
            postgresql_where=text("kind <> 'photo'"),
        ),
        CheckConstraint("kind = 'paper' OR attachment_id IS NOT NULL", "file"),
        CheckConstraint("kind = 'photo' OR status_change_id IS NOT NULL", "step"),
        CheckConstraint(
            "kind <> 'paper' OR "
            "(number IS NOT NULL AND symbol IS NOT NULL AND issued_on IS NOT NULL)",
            "paper",
        ),
    )
    __mapper_args__: ClassVar = {"polymorphic_on": "kind", "with_polymorphic": "*"}

    REPORT, ADDITION, REPLY, DRAFT = "report", "addition", "reply", "draft"
    OF_CITIZEN = (REPORT, ADDITION)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    """As the attachment's."""
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE")
    )
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey(Attachment.id))
    role: Mapped[str] = mapped_column(String(10))
    status_change_id: Mapped[int | None] = mapped_column(
        ForeignKey("status_change.id", ondelete="CASCADE"), index=True
    )
    is_public: Mapped[bool] = mapped_column(default=False)
    """Shown to everybody: see ``enclosures.rights.is_public``, which asks more than this."""

    covers_id: Mapped[int | None] = mapped_column(
        ForeignKey("request_attachment.id", ondelete="SET NULL"), index=True
    )
    """Of a covered copy: the photo that it stands for before the public."""

    thing: Mapped[Attachment | None] = relationship(lazy="joined")
    change: Mapped[StatusChange | None] = relationship(viewonly=True)


class RequestPhoto(RequestAttachment):
    """A photo; a citizen's becomes public only by accepting it as such."""

    __mapper_args__: ClassVar = {"polymorphic_identity": "photo"}
    photo: Mapped[Photo] = synonym("thing")


class RequestRecording(RequestAttachment):
    """A voice. It belongs to the step at which it was said, one to a step, and is loaded with it.

    The citizen's is never public, whatever becomes of the words: a voice is known by many. The
    agency's is as public as the words of its reply.
    """

    __mapper_args__: ClassVar = {"polymorphic_identity": "voice"}
    recording: Mapped[Recording] = synonym("thing")


class RequestPaper(RequestAttachment):
    """A document (văn bản) that came with an agency's answer: its number, symbol and day.

    It may name the sender, so it is public only where its office says so, and the file goes
    when the sender is erased: ``paper`` is None then, the line about it stays.
    """

    __mapper_args__: ClassVar = {"polymorphic_identity": "paper"}
    number: Mapped[str] = mapped_column(String(20), nullable=True)
    symbol: Mapped[str] = mapped_column(String(40), nullable=True)
    issued_on: Mapped[date] = mapped_column(nullable=True)
    paper: Mapped[Paper | None] = synonym("thing")

    @property
    def name(self) -> str:
        """Give number and symbol as they stand on it: 12/UBND-KT."""
        return f"{self.number}/{self.symbol}"
