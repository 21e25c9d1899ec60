"""A person's request about their data: what, when, by when, what became of it."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import codes, personal
from app.core.db import db
from app.core.lifecycle import Life, WithStatus
from app.core.personal import PersonKey, SealedTexts
from app.core.promises import Deadline
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.media import actions as media
from app.media.models import Attachment, Enclosing

ACCESS, CORRECTION, ERASURE, RESTRICTION, OBJECTION, CONSENT = (
    "access", "correction", "erasure", "restriction", "objection", "consent",
)  # fmt: skip
KINDS: dict[str, Any] = {
    ACCESS: _l("See my data, or have a copy"),
    CORRECTION: _l("Correct something"),
    ERASURE: _l("Erase something"),
    RESTRICTION: _l("Restrict its use"),
    OBJECTION: _l("Object to its use"),
    CONSENT: _l("Take back what I agreed to"),
}
RECEIVED, IN_HAND, DONE, REFUSED, WITHDRAWN = (
    "received", "in_hand", "done", "refused", "withdrawn",
)  # fmt: skip
OPEN = frozenset({RECEIVED, IN_HAND})
STATUSES: dict[str, tuple[Any, str]] = {
    # status: (name, tone of its chip)
    RECEIVED: (_l("Waiting for an answer"), "soon"),
    IN_HAND: (_l("Answered, being done"), "info"),
    DONE: (_l("Done"), "ok"),
    REFUSED: (_l("Not done, with a reason"), "late"),
    WITHDRAWN: (_l("Withdrawn"), "info"),
}
ASKED_HERE, ON_PAPER = "here", "paper"


def _not_extended(row: Any, verb: Any) -> bool:
    return verb.name != "extend" or row.extended_at is None


LIFE: Life["DataRequest"] = Life("data_request", also=_not_extended)
LIFE.verb("answer", {RECEIVED}, IN_HAND)
LIFE.verb("extend", {IN_HAND})
LIFE.verb("finish", OPEN, DONE)
LIFE.verb("refuse", OPEN, REFUSED)
LIFE.verb("withdraw", OPEN, WITHDRAWN)


class DataRequest(Enclosing, SealedTexts, Versioned, WithStatus, Referenced, db.Model):
    """Words, and name and contact of one that came on paper, are sealed under a key of its own."""

    __tablename__ = "data_request"
    statuses = STATUSES
    __table_args__ = (
        Index("ix_data_request_due", "status", "act_by", "id"),
        Index("ix_data_request_user", "user_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: "DL" + codes.readable_code()
    )
    version: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(12), default=RECEIVED)
    source: Mapped[str] = mapped_column(String(8), default=ASKED_HERE)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    name_sealed: Mapped[bytes | None]
    contact_sealed: Mapped[bytes | None]
    words_sealed: Mapped[bytes | None]
    answer_sealed: Mapped[bytes | None]
    """What the person was told within the first days: how it will be done."""
    result_sealed: Mapped[bytes | None]
    """What was done, or why not."""
    extension_sealed: Mapped[bytes | None]
    """Why it takes longer."""
    asked_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    act_by: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    extended_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    user: Mapped[User | None] = relationship()
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)
    links: Mapped[list["DataRequestAttachment"]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="DataRequestAttachment.attachment_id",
    )

    @property
    def kind_name(self) -> Any:
        return KINDS[self.kind]

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def asker(self) -> str:
        """Give who asks: the name on paper, else the account's; empty where neither is known."""
        return self.opened("name") or (self.user.name if self.user else "")

    @property
    def contact(self) -> str:
        """Give how to reach who asks: as they wrote it, else the account's number, masked."""
        return self.opened("contact") or (self.user.masked_phone if self.user else "")

    @property
    def words(self) -> str:
        return self.opened("words")

    @property
    def answer(self) -> str:
        return self.opened("answer")

    @property
    def result(self) -> str:
        return self.opened("result")

    @property
    def extension(self) -> str:
        return self.opened("extension")

    def deadline(self, now: datetime) -> Deadline | None:
        """Give what is due next: the answer, then the deed; None once it is over."""
        if not self.is_open:
            return None
        due = self.answer_by if self.answered_at is None else self.act_by
        return Deadline.between(self.asked_at, due, now)

    def forget(self) -> None:
        """Keep no more than what was asked for, when, and how it ended."""
        media.let_go(self)
        personal.destroy(self.person_key)
        for name in ("name", "contact", "words", "answer", "result", "extension"):
            setattr(self, f"{name}_sealed", None)
        self.user_id = None


class DataRequestAttachment(db.Model):
    """A photo or a voice that came with it: for the office, and whoever sent it."""

    __tablename__ = "data_request_attachment"

    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), primary_key=True)
    data_request_id: Mapped[int] = mapped_column(
        ForeignKey("data_request.id", ondelete="CASCADE"), index=True
    )
    thing: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)
