"""The life of an order as a table: which verb, from where to where, and whose it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db

if TYPE_CHECKING:
    from app.market.models.orders import Order

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
ROLES = (BUYER, SELLER, SYSTEM)

_GOING = frozenset({ACCEPTED, READY, ON_THE_WAY})
_AT_HAND = frozenset({READY, ON_THE_WAY})
_PAYABLE = _GOING | {DONE}


@dataclass(frozen=True)
class Rule:
    """A verb's statuses before, the status after (None: as it was), and the role whose it is."""

    before: frozenset[str]
    after: str | None
    role: str


TRANSITIONS: dict[str, Rule] = {
    "accept": Rule(frozenset({NEW}), ACCEPTED, SELLER),
    "ready": Rule(frozenset({ACCEPTED}), READY, SELLER),
    "dispatch": Rule(frozenset({ACCEPTED, READY}), ON_THE_WAY, SELLER),
    "finish": Rule(_AT_HAND, DONE, SELLER),
    "receive": Rule(_AT_HAND, DONE, BUYER),
    "refuse": Rule(OPEN, CANCELLED, SELLER),
    "miss": Rule(_AT_HAND, CANCELLED, SELLER),
    "withdraw": Rule(frozenset({NEW, ACCEPTED}), CANCELLED, BUYER),
    "lapse": Rule(frozenset({NEW}), CANCELLED, SYSTEM),
    "end": Rule(OPEN, CANCELLED, SYSTEM),
    "say_paid": Rule(_GOING, None, BUYER),
    "unsay_paid": Rule(_GOING, None, BUYER),
    "take_payment": Rule(_PAYABLE, None, SELLER),
    "settle": Rule(_PAYABLE | {NEW, CANCELLED}, None, SYSTEM),
    "unsettle": Rule(frozenset(STATUSES), None, SYSTEM),
    "rate": Rule(frozenset({DONE}), None, BUYER),
}
"""``miss``: nobody came for it. ``lapse``: the shop did not answer. ``end``: the buyer's account
was erased. ``settle``: the bank's statement shows the money; ``unsettle``: that was a mistake."""

STEPS = {
    "place": _l("Ordered"),
    "accept": _l("The shop accepted it"),
    "ready": _l("Ready to be handed over"),
    "dispatch": _l("On the way"),
    "finish": _l("Handed over"),
    "receive": _l("The buyer has it"),
    "refuse": _l("Cancelled by the shop"),
    "miss": _l("Not fetched"),
    "withdraw": _l("Cancelled by the buyer"),
    "lapse": _l("Cancelled: the shop did not answer"),
    "end": _l("Cancelled"),
    "say_paid": _l("The buyer says it is paid"),
    "unsay_paid": _l("The buyer has not transferred it yet"),
    "take_payment": _l("The shop has the money"),
    "settle": _l("The bank shows the money"),
    "unsettle": _l("The money was not for this order"),
    "rate": _l("Rated"),
}


class OrderChange(db.Model):
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

    order: Mapped["Order"] = relationship(back_populates="changes")

    @property
    def title(self) -> Any:
        """Give the step in words."""
        return STEPS[self.verb]
