"""Orders: what was ordered, for how much, how it is handed over and paid, and how it goes."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import codes, personal
from app.core.clock import now as present
from app.core.db import Money, db
from app.core.errors import DomainError
from app.core.personal import PersonKey
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.market.models import order_life as life
from app.market.models.order_life import OrderChange
from app.market.models.products import Product
from app.market.models.shops import Shop

PICKUP, DELIVERY, MEETING, COURIER = "pickup", "delivery", "meeting", "courier"
WAYS = {
    # way: (name, icon)
    PICKUP: (_l("Fetched at the shop"), "shop"),
    MEETING: (_l("Handed over at the market"), "pin"),
    DELIVERY: (_l("The shop brings it"), "home"),
    COURIER: (_l("Sent by a courier"), "send"),
}
BROUGHT = frozenset({DELIVERY, COURIER})
"""Ways that need an address."""
CASH, TRANSFER = "cash", "transfer"
PAYMENTS = {
    CASH: (_l("In cash, when it is handed over"), "card"),
    TRANSFER: (_l("By bank transfer (VietQR)"), "qr"),
}
SAID_WAITS = timedelta(days=3)
"""How long the bank may take to show a transfer, a weekend included."""
CONTACT_SHOWN = timedelta(days=7)
"""How long after its end the shop still sees whom an order was for."""
MAX_COURIER, MAX_REASON, MAX_ADDRESS, MAX_NOTE = 40, 300, 200, 300


def new_code() -> str:
    """Give a fresh code of an order, to be read over the phone."""
    return "DH" + codes.readable_code()


class Order(Versioned, Referenced, db.Model):
    """One order at one shop. Name, phone, address and note are sealed under a key of its own."""

    __tablename__ = "market_order"
    __table_args__ = (
        Index("ix_market_order_shop", "shop_id", "is_open", "id"),
        Index("ix_market_order_buyer", "buyer_id", "id"),
        Index("ix_market_order_phone", "phone_index", "id"),
        Index("ix_market_order_status", "status", "created_at"),
        Index("ix_market_order_closed", "closed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=new_code)
    version: Mapped[int] = mapped_column(default=1)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    buyer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    status: Mapped[str] = mapped_column(String(12), default=life.NEW)
    is_open: Mapped[bool] = mapped_column(default=True)
    was_missed: Mapped[bool] = mapped_column(default=False)
    """Nobody came for it."""
    way: Mapped[str] = mapped_column(String(10))
    pay_by: Mapped[str] = mapped_column(String(10))
    goods: Mapped[int] = mapped_column(Money)
    fee: Mapped[int] = mapped_column(Money, default=0)
    total: Mapped[int] = mapped_column(Money)
    courier: Mapped[str] = mapped_column(String(MAX_COURIER), default="")
    """The code under which a courier carries it, as the seller typed it."""
    said_paid_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    name_sealed: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    address_sealed: Mapped[bytes | None]
    note_sealed: Mapped[bytes | None]
    phone_index: Mapped[str | None] = mapped_column(String(64))

    shop: Mapped[Shop] = relationship()
    buyer: Mapped[User | None] = relationship()
    person_key: Mapped[PersonKey] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(
        cascade="all, delete-orphan", order_by="OrderLine.id"
    )
    changes: Mapped[list[OrderChange]] = relationship(
        cascade="all, delete-orphan", order_by=OrderChange.id
    )

    @property
    def name(self) -> str:
        """Give the name of whoever ordered."""
        return personal.decrypt(self.person_key, self.name_sealed) or ""

    @property
    def phone(self) -> str:
        """Give the buyer's phone (E.164)."""
        return personal.decrypt(self.person_key, self.phone_sealed) or ""

    @property
    def address(self) -> str:
        """Give where it is to be brought; empty where it is fetched."""
        return personal.decrypt(self.person_key, self.address_sealed) or ""

    @property
    def note(self) -> str:
        """Give the buyer's remark."""
        return personal.decrypt(self.person_key, self.note_sealed) or ""

    @property
    def shows_contact(self) -> bool:
        """Tell whether the shop may still see name, phone and address."""
        return self.closed_at is None or present() < self.closed_at + CONTACT_SHOWN

    @property
    def is_said(self) -> bool:
        """Tell whether the buyer says they transferred and nobody has seen the money yet."""
        return self.said_paid_at is not None and self.paid_at is None

    @property
    def is_said_long(self) -> bool:
        """Tell whether that was said so long ago that the buyer should look into it."""
        return self.is_said and self.said_paid_at <= present() - SAID_WAITS  # type: ignore[operator]

    @property
    def was_settled(self) -> bool:
        """Tell whether the bank's statement is why it counts as paid."""
        how = [each.verb for each in self.changes if each.verb in ("settle", "take_payment")]
        return how[-1:] == ["settle"]

    def first(self, verb: str) -> OrderChange | None:
        """Give the first step of this verb: its files are those of the remark, or the rating."""
        return next((each for each in self.changes if each.verb == verb), None)

    def keep_contact(self, name: str, phone: str, address: str, note: str) -> None:
        key = self.person_key
        self.name_sealed = personal.encrypt(key, name)
        self.phone_sealed = personal.encrypt(key, phone)
        self.address_sealed = personal.encrypt(key, address) if address else None
        self.note_sealed = personal.encrypt(key, note) if note else None

    def drop_contact(self) -> None:
        """Keep name, phone, address and note no longer; the buyer still sees the goods."""
        self.name_sealed = self.phone_sealed = self.address_sealed = self.note_sealed = None
        self.phone_index = None

    def forget_contact(self) -> None:
        self.drop_contact()
        self.buyer_id = None
        personal.destroy(self.person_key)
        for change in self.changes:
            if change.role == life.BUYER:
                change.words = None

    @property
    def is_by_transfer(self) -> bool:
        """Whether it is paid from bank to bank."""
        return self.pay_by == TRANSFER

    @property
    def is_brought(self) -> bool:
        """Whether somebody carries it to the buyer."""
        return self.way in BROUGHT

    def step(
        self, verb: str, role: str, now: datetime, words: str = "", *, shown: bool = False
    ) -> OrderChange:
        """Go on by ``verb``: the one door of an order's life.

        ``shown``: why is said or shown in files.

        Raises:
            InvalidTransition: the status, or the role, does not allow it.
            DomainError: a cancellation without a reason.
        """
        life.ORDER.require(self, verb, role)
        if life.SAYS_WHY in life.ORDER.verbs[verb].facts and not (words.strip() or shown):
            raise DomainError(_l("Say why, so that the other side knows."), field="words")
        before = life.ORDER.move(self, verb, role)
        self.is_open, self.updated_at = self.status in life.OPEN, now
        self._move_stock(before)
        self._note(verb, now)
        return self.add_change(verb, role, before, now, words)

    def add_change(
        self, verb: str, role: str, before: str | None, now: datetime, words: str = ""
    ) -> OrderChange:
        """Write a step down."""
        change = OrderChange(
            at=now, verb=verb, from_status=before, to_status=self.status, role=role,
            words=words.strip() or None,
        )  # fmt: skip
        self.changes.append(change)
        db.session.flush()
        return change

    def _move_stock(self, before: str) -> None:
        """Give back or hand over what was held, once."""
        if before not in life.OPEN or self.is_open:
            return
        for line in self.lines:
            if line.product is not None and self.status == life.CANCELLED:
                line.product.release(line.quantity)
            elif line.product is not None:
                line.product.take(line.quantity)

    def _note(self, verb: str, now: datetime) -> None:
        if not self.is_open:
            self.closed_at = self.closed_at or now
        if verb == "miss":
            self.was_missed = True
        if verb == "say_paid":
            self.said_paid_at = now
        if verb in ("unsay_paid", "unsettle"):
            self.said_paid_at = None
        if verb == "unsettle":
            self.paid_at = None
        handed_over = verb in ("finish", "receive") and self.pay_by == CASH
        if verb in ("take_payment", "settle") or handed_over:
            self.paid_at = self.paid_at or now


class OrderLine(db.Model):
    """What of one product, in the words and at the price of that moment."""

    __tablename__ = "market_order_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(
        ForeignKey("market_order.id", ondelete="CASCADE"), index=True
    )
    product_id: Mapped[int | None] = mapped_column(
        ForeignKey("product.id", ondelete="SET NULL"), index=True
    )
    name: Mapped[str]
    unit: Mapped[str] = mapped_column(String(10))
    quantity: Mapped[int]
    price: Mapped[int] = mapped_column(Money)
    amount: Mapped[int] = mapped_column(Money)

    product: Mapped[Product | None] = relationship()


class OrderRating(db.Model):
    """How content the buyer of a done order was; for the market office, counted for the shop."""

    __tablename__ = "market_order_rating"
    __table_args__ = (Index("ix_market_order_rating_shop", "shop_id", "face"),)

    order_id: Mapped[int] = mapped_column(
        ForeignKey("market_order.id", ondelete="CASCADE"), primary_key=True
    )
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"))
    face: Mapped[str] = mapped_column(String(14))
    words: Mapped[str | None]
    at: Mapped[datetime]
