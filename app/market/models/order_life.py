"""The life of an order as a table: which verb, from where to where, and whose it is."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db
from app.core.lifecycle import Life, Verb
from app.media.models import Attachment, Enclosing

NEW, ACCEPTED, READY, ON_THE_WAY, DONE, CANCELLED = (
    "new", "accepted", "ready", "on_the_way", "done", "cancelled",
)  # fmt: skip
STATUSES: dict[str, tuple[Any, str, str]] = {
    # status: (name, tone of its chip, icon)
    NEW: (_l("Waiting for the shop"), "soon", "clock"),
    ACCEPTED: (_l("Accepted by the shop"), "info", "check"),
    READY: (_l("Ready to be handed over"), "info", "shop"),
    ON_THE_WAY: (_l("On the way"), "info", "next"),
    DONE: (_l("Handed over"), "ok", "check"),
    CANCELLED: (_l("Cancelled"), "late", "cross"),
}
OPEN = frozenset({NEW, ACCEPTED, READY, ON_THE_WAY})
BUYER, SELLER, SYSTEM = "buyer", "seller", "system"

_GOING = frozenset({ACCEPTED, READY, ON_THE_WAY})
_AT_HAND = frozenset({READY, ON_THE_WAY})
_PAYABLE = _GOING | {DONE}
SAYS_WHY = "says_why"
"""The fact of a verb that ends an order for a reason the other side is told."""


def _also(order: Any, verb: Verb) -> bool:
    """A payment is told of once, and only where one is transferred; only what is brought goes."""
    if verb in (SAY_PAID, UNSAY_PAID, TAKE_PAYMENT):
        by_bank = verb == TAKE_PAYMENT or order.is_by_transfer
        said = verb != UNSAY_PAID or order.said_paid_at is not None
        return order.paid_at is None and by_bank and said
    return verb != DISPATCH or order.is_brought


ORDER: Life[Any] = Life("order", also=_also)
ORDER.verb("accept", {NEW}, ACCEPTED, by={SELLER}, label=_l("The shop accepted it"))
ORDER.verb("ready", {ACCEPTED}, READY, by={SELLER}, label=_l("Ready to be handed over"))
DISPATCH = ORDER.verb(
    "dispatch", {ACCEPTED, READY}, ON_THE_WAY, by={SELLER}, label=_l("On the way")
)
ORDER.verb("finish", _AT_HAND, DONE, by={SELLER}, label=_l("Handed over"))
ORDER.verb("receive", _AT_HAND, DONE, by={BUYER}, label=_l("The buyer has it"))
ORDER.verb(
    "refuse", OPEN, CANCELLED, by={SELLER}, label=_l("Cancelled by the shop"), facts={SAYS_WHY}
)
ORDER.verb("miss", _AT_HAND, CANCELLED, by={SELLER}, label=_l("Not fetched"))
ORDER.verb(
    "withdraw", {NEW, ACCEPTED}, CANCELLED, by={BUYER}, label=_l("Cancelled by the buyer"),
    facts={SAYS_WHY},
)  # fmt: skip
ORDER.verb("lapse", {NEW}, CANCELLED, by={SYSTEM}, label=_l("Cancelled: the shop did not answer"))
ORDER.verb("end", OPEN, CANCELLED, by={SYSTEM}, label=_l("Cancelled"))  # the account was erased
SAY_PAID = ORDER.verb("say_paid", _GOING, by={BUYER}, label=_l("The buyer says it is paid"))
UNSAY_PAID = ORDER.verb(
    "unsay_paid", _GOING, by={BUYER}, label=_l("The buyer has not transferred it yet")
)
TAKE_PAYMENT = ORDER.verb("take_payment", _PAYABLE, by={SELLER}, label=_l("The shop has the money"))
ORDER.verb("settle", _PAYABLE | {NEW, CANCELLED}, by={SYSTEM}, label=_l("The bank shows the money"))
ORDER.verb("unsettle", STATUSES, by={SYSTEM}, label=_l("The money was not for this order"))
ORDER.verb("ask", OPEN | {DONE}, by={BUYER}, label=_l("The buyer asks"))
ORDER.verb("reply", OPEN | {DONE}, by={SELLER}, label=_l("The shop answers"))
ORDER.verb("rate", {DONE}, by={BUYER}, label=_l("Rated"))


APART = frozenset({"place", "rate"})


class OrderChange(Enclosing, db.Model):
    """One step in the life of an order."""

    __tablename__ = "market_order_change"
    __table_args__ = (Index("ix_market_order_change_order", "order_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("market_order.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(16))
    from_status: Mapped[str | None] = mapped_column(String(12))
    to_status: Mapped[str] = mapped_column(String(12))
    role: Mapped[str] = mapped_column(String(8))
    words: Mapped[str | None]
    """A reason; the buyer's goes with the account."""

    @property
    def is_apart(self) -> bool:
        """Whether its files stand with the remark or the rating, not among what happened."""
        return self.verb in APART

    @property
    def title(self) -> Any:
        return _l("Ordered") if self.verb == "place" else ORDER.verbs[self.verb].label

    links: Mapped[list["OrderAttachment"]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="OrderAttachment.attachment_id",
    )


class OrderAttachment(db.Model):
    """A photo or a voice of a buyer's step: for the two sides; of a rating, for the office."""

    __tablename__ = "market_order_attachment"

    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), primary_key=True)
    change_id: Mapped[int] = mapped_column(
        ForeignKey("market_order_change.id", ondelete="CASCADE"), index=True
    )
    thing: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)
