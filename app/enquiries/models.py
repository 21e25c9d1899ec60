"""What somebody asked whoever runs the app, by words, voice or photo, and the answer."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import codes
from app.core.asked import Asked, life
from app.core.db import db
from app.core.lifecycle import Life
from app.core.personal import PersonKey
from app.media.models import Attachment, Enclosing

KINDS: dict[str, Any] = {
    "how": _l("How do I do something?"),
    "fault": _l("Something does not work"),
    "limited": _l("I was stopped or limited"),
    "idea": _l("I have an idea"),
}

LIFE: Life["Enquiry"] = life("enquiry")


class Enquiry(Enclosing, Asked, db.Model):
    """Words and answer are sealed under a key of its own."""

    __tablename__ = "enquiry"
    __table_args__ = (Index("ix_enquiry_status", "status", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: "LH" + codes.readable_code()
    )
    kind: Mapped[str] = mapped_column(String(8))
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))

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


class EnquiryAttachment(db.Model):
    """A photo or a voice that came with it: for the operators, and whoever sent it."""

    __tablename__ = "enquiry_attachment"

    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), primary_key=True)
    enquiry_id: Mapped[int] = mapped_column(
        ForeignKey("enquiry.id", ondelete="CASCADE"), index=True
    )
    thing: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)
