"""How a seller was identified, and from which day the law wants that."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import personal
from app.core.db import db
from app.market.models.shops import Shop

COUNTER, ELECTRONIC = "counter", "electronic"
WAYS: dict[str, Any] = {
    COUNTER: _l("In person, with the identity card"),
    ELECTRONIC: _l("Electronically"),
}
BASIC, FULL = 1, 2
LEVELS: dict[int, Any] = {
    BASIC: _l("Level 1: compared with a copy"),
    FULL: _l("Level 2: the person and the original were there"),
}
MAX_REFERENCE, MAX_BASIS = 60, 200
IDENTITY = "seller-identity"


class SellerIdentity(db.Model):
    """How the seller of a shop was identified; a shop without a row has none.

    Papers are looked at by the market office. ``ELECTRONIC``: the seller signed in through the
    provider that the operator set up, which vouched for that level.
    """

    __tablename__ = "market_seller_identity"

    shop_id: Mapped[int] = mapped_column(
        ForeignKey("shop.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    way: Mapped[str] = mapped_column(String(12))
    level: Mapped[int]
    identified_on: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    reference_sealed: Mapped[bytes | None]

    shop: Mapped[Shop] = relationship()
    by: Mapped[User | None] = relationship()

    @property
    def way_name(self) -> Any:
        return WAYS[self.way]

    @property
    def level_name(self) -> Any:
        if self.way == ELECTRONIC:
            return _l("Level %(level)s, by the word of who signs people in", level=self.level)
        return LEVELS[self.level]

    @property
    def reference(self) -> str:
        """Give the number it can be found by (of a paper, of a confirmation); empty for none."""
        return personal.decrypt(self.shop.person_key, self.reference_sealed) or ""

    def refer_to(self, number: str) -> None:
        """Seal the number under the shop's key."""
        self.reference_sealed = personal.encrypt(self.shop.person_key, number) if number else None


class MarketDuty(db.Model):
    """What the law wants of sellers from a day on, so that a law that changes is a row that does.

    ``basis`` is where it stands; ``checked_on`` when somebody last compared it: None, nobody has.
    """

    __tablename__ = "market_duty"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    holds_from: Mapped[date]
    basis: Mapped[str] = mapped_column(String(MAX_BASIS), default="")
    checked_on: Mapped[date | None]

    @property
    def subject(self) -> str:
        """Give ``market_duty:3``, as audit rows name it."""
        return f"market_duty:{self.id}"


def as_known(identity: SellerIdentity | None) -> dict[str, Any]:
    """Give it as a copy of the data has it; empty for none."""
    if identity is None:
        return {}
    return {
        "way": identity.way,
        "level": identity.level,
        "identified_on": identity.identified_on.isoformat(),
        "reference": identity.reference,
    }


def as_logged(identity: SellerIdentity | None) -> dict[str, Any]:
    """Give what the audit log keeps: everything but the number."""
    known = as_known(identity)
    if known:
        known["reference"] = bool(known["reference"])
    return known
