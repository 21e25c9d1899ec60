"""What somebody asked whoever runs the app, by words, voice or photo, and the answer."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import codes, personal
from app.core.db import db
from app.core.lifecycle import Life, WithStatus
from app.core.personal import PersonKey
from app.core.versions import Versioned
from app.media.models import Attachment, Enclosing

KINDS: dict[str, Any] = {
    "how": _l("How do I do something?"),
    "fault": _l("Something does not work"),
    "limited": _l("I was stopped or limited"),
    "idea": _l("I have an idea"),
}
NEW, ANSWERED, WITHDRAWN = "new", "answered", "withdrawn"
STATUSES: dict[str, tuple[Any, str]] = {
    # status: (name, tone of its chip)
    NEW: (_l("Waiting for an answer"), "soon"),
    ANSWERED: (_l("Answered"), "ok"),
    WITHDRAWN: (_l("Withdrawn"), "info"),
}

LIFE: Life["Enquiry"] = Life("enquiry")
LIFE.verb("answer", {NEW}, ANSWERED)
LIFE.verb("withdraw", {NEW}, WITHDRAWN)


class Enquiry(Enclosing, Versioned, WithStatus, db.Model):
    """Words and answer are sealed under a key of its own."""

    __tablename__ = "enquiry"
    statuses = STATUSES
    __table_args__ = (Index("ix_enquiry_status", "status", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: "LH" + codes.readable_code()
    )
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(8))
    status: Mapped[str] = mapped_column(String(12), default=NEW)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    words_sealed: Mapped[bytes | None]
    answer_sealed: Mapped[bytes | None]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    """When it was over."""

    user: Mapped[User | None] = relationship()
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)
    links: Mapped[list["EnquiryAttachment"]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="EnquiryAttachment.attachment_id",
    )

    @property
    def kind_name(self) -> Any:
        return KINDS[self.kind]

    @property
    def reference(self) -> str:
        """Give ``enquiry:4``, as audit rows name it."""
        return f"enquiry:{self.id}"

    @property
    def words(self) -> str:
        return personal.decrypt(self.person_key, self.words_sealed) or ""

    @property
    def answer(self) -> str:
        return personal.decrypt(self.person_key, self.answer_sealed) or ""

    def seal(self, **texts: str) -> None:
        """Keep these texts, by the names of the properties; empty ones are none."""
        for name, text in texts.items():
            kept = personal.encrypt(self.person_key, text) if text else None
            setattr(self, f"{name}_sealed", kept)


class EnquiryAttachment(db.Model):
    """A photo or a voice that came with it: for the operators, and whoever sent it."""

    __tablename__ = "enquiry_attachment"

    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), primary_key=True)
    enquiry_id: Mapped[int] = mapped_column(
        ForeignKey("enquiry.id", ondelete="CASCADE"), index=True
    )
    thing: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)
