"""A question about land and its answer; a good answer that everybody may read, without anybody."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency, User
from app.core import codes
from app.core.asked import Promised, life
from app.core.db import db
from app.core.lifecycle import Life
from app.core.personal import PersonKey
from app.media.models import Attachment, Enclosing
from app.places.models import Place

KINDS: dict[str, Any] = {
    "certificate": _l("Land-use certificate"),
    "transfer": _l("Selling, giving, inheriting"),
    "boundary": _l("Boundaries, disputes"),
    "use": _l("Changing what the land is used for"),
    "taking": _l("Land taken for a project, compensation"),
    "other": _l("Something else about land"),
}
MAX_WORDS, MAX_TITLE = 2_000, 160

LIFE: Life["LandQuestion"] = life("land_question")


class LandQuestion(Enclosing, Promised, db.Model):
    """Words and answer are sealed under a key of its own; ``may_publish``: the asker's consent."""

    __tablename__ = "land_question"
    __table_args__ = (Index("ix_land_question_waiting", "status", "answer_by", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: "DD" + codes.readable_code()
    )
    kind: Mapped[str] = mapped_column(String(12))
    place_id: Mapped[int] = mapped_column(ForeignKey(Place.id), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    adviser_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    may_publish: Mapped[bool] = mapped_column(default=False)

    place: Mapped[Place] = relationship()
    agency: Mapped[Agency] = relationship()
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    adviser: Mapped[User | None] = relationship(foreign_keys=[adviser_id])
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)
    links: Mapped[list["LandAttachment"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True,
        order_by="LandAttachment.attachment_id",
    )  # fmt: skip
    told: Mapped["LandAnswer | None"] = relationship(
        back_populates="question", uselist=False, passive_deletes=True
    )

    @property
    def kind_name(self) -> Any:
        return KINDS[self.kind]

    @property
    def is_late(self) -> bool:
        """Tell whether its answer came after the day that was promised."""
        return self.answered_at is not None and self.answered_at > self.answer_by


class LandAttachment(db.Model):
    """A photo or a voice that came with a question: for its advisers, and whoever sent it."""

    __tablename__ = "land_attachment"

    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), primary_key=True)
    question_id: Mapped[int] = mapped_column(
        ForeignKey("land_question.id", ondelete="CASCADE"), index=True
    )
    thing: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)


class LandAnswer(db.Model):
    """A question often asked and its answer, in an office's own words; no number of a person."""

    __tablename__ = "land_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    question_id: Mapped[int | None] = mapped_column(
        ForeignKey("land_question.id", ondelete="SET NULL"), unique=True
    )
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(MAX_TITLE))
    answer: Mapped[str]
    published_at: Mapped[datetime]

    agency: Mapped[Agency] = relationship()
    question: Mapped[LandQuestion | None] = relationship(back_populates="told")

    @property
    def kind_name(self) -> Any:
        return KINDS[self.kind]
