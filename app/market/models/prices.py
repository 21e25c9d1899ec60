"""What a product cost and since when: kept by the product itself, never typed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Money, db

BEFORE_AN_OFFER = timedelta(days=30)


class PriceChange(db.Model):
    """From ``since`` on the product cost ``price_min`` (to ``price_max``, where it is a range)."""

    __tablename__ = "price_change"
    __table_args__ = (Index("ix_price_change_product", "product_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    price_min: Mapped[int] = mapped_column(Money)
    price_max: Mapped[int] = mapped_column(Money)
    since: Mapped[datetime]


def lowest_before(
    changes: Iterable[PriceChange], moment: datetime, span: timedelta = BEFORE_AN_OFFER
) -> int | None:
    """Give the lowest price in the ``span`` before ``moment``; None where it had none yet.

    The price that held when the span began counts too.
    """
    begin = moment - span
    past = sorted((c for c in changes if c.since < moment), key=lambda c: c.since)
    held = [c for c in past if c.since <= begin][-1:]
    during = [c for c in past if c.since > begin]
    return min((c.price_min for c in held + during), default=None)
