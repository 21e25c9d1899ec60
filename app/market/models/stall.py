"""The stall: what was taken in by tap, and who was asked to help in a shop."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts import phones
from app.core import codes
from app.core.clock import local
from app.core.db import Money, db
from app.core.errors import Conflict, DomainError
from app.market.models.shops import Shop

BY_QR, CASH = "qr", "cash"
WAYS = {BY_QR: _l("By QR"), CASH: _l("In cash")}
MAX_TAKING = 1_000_000_000


class Taking(db.Model):
    """Money that a seller says came in at the stall. A wrong one is struck out, not deleted."""

    __tablename__ = "market_taking"
    __table_args__ = (
        Index("ix_market_taking_day", "shop_id", "day", "id"),
        UniqueConstraint("shop_id", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    key: Mapped[str] = mapped_column(String(100))
    """The form's own key: two taps on one form count once."""
    at: Mapped[datetime]
    day: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(Money)
    way: Mapped[str] = mapped_column(String(6))
    note: Mapped[str] = mapped_column(String(80), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    struck_at: Mapped[datetime | None]

    shop: Mapped[Shop] = relationship()

    @classmethod
    def note_down(
        cls, shop: Shop, amount: int, way: str, note: str, key: str, user_id: int | None,
        now: datetime,
    ) -> "Taking":  # fmt: skip
        """Write down what came in, and add it to the session.

        Raises:
            DomainError: an amount that nobody takes at a stall, or no such way.
        """
        if not 0 < amount <= MAX_TAKING:
            raise DomainError(
                _l("Write an amount from 1 to 1,000,000,000\u00a0đồng."), field="amount"
            )
        if way not in WAYS:
            raise DomainError(_l("Was it by QR or in cash?"), field="way")
        taking = cls(
            shop=shop, at=now, day=local(now).date(), amount=amount, way=way, note=note,
            key=key, by_id=user_id,
        )  # fmt: skip
        db.session.add(taking)
        return taking

    @property
    def way_name(self) -> object:
        return WAYS[self.way]

    @property
    def time(self) -> str:
        """Give the hour in Viet Nam: 09:12."""
        return f"{local(self.at):%H:%M}"

    def strike(self, now: datetime) -> None:
        """Strike it out: it was a mistake. Raises ``Conflict`` where it was struck already."""
        if self.struck_at is not None:
            raise Conflict(_l("This one was struck out already."))
        self.struck_at = now


class ShopInvite(db.Model):
    """A number whose owner was asked to look after a shop too; they say yes themselves."""

    __tablename__ = "shop_invite"
    __table_args__ = (UniqueConstraint("shop_id", "phone_index"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"))
    phone_index: Mapped[str] = mapped_column(String(64), index=True)
    ends_with: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime]

    shop: Mapped[Shop] = relationship()

    @classmethod
    def make(cls, shop: Shop, phone: str, now: datetime) -> "ShopInvite":
        """Ask whoever has ``phone`` (E.164); add it to the session."""
        invite = cls(shop_id=shop.id, phone_index=phones.index(phone), ends_with=phone[-3:], at=now)
        db.session.add(invite)
        return invite
