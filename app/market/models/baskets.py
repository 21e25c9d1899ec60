"""Baskets: what somebody means to order from one shop, kept until they do."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.db import db
from app.market.models.products import Product
from app.market.models.shops import Shop

MOST_LINES, MOST_OF_ONE = 30, 999
KEPT = timedelta(days=30)


class Basket(db.Model):
    """One person's basket at one shop; a guest's is opened by a grant (``user_id`` None)."""

    __tablename__ = "basket"
    __table_args__ = (UniqueConstraint("user_id", "shop_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id", ondelete="CASCADE"))
    changed_at: Mapped[datetime] = mapped_column(index=True)

    user: Mapped[User | None] = relationship()
    shop: Mapped[Shop] = relationship()
    lines: Mapped[list["BasketLine"]] = relationship(
        cascade="all, delete-orphan", order_by="BasketLine.product_id"
    )

    def put(self, quantities: dict[int, int], now: datetime) -> None:
        """Hold these quantities by product id, and nothing else."""
        known = {line.product_id: line for line in self.lines}
        kept = [
            known.get(product_id) or BasketLine(product_id=product_id)
            for product_id in sorted(quantities)
        ]
        for line in kept:
            line.quantity = quantities[line.product_id]
        self.lines, self.changed_at = kept, now


class BasketLine(db.Model):
    """How many of one product."""

    __tablename__ = "basket_line"

    basket_id: Mapped[int] = mapped_column(
        ForeignKey("basket.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[int] = mapped_column(
        ForeignKey("product.id", ondelete="CASCADE"), primary_key=True
    )
    quantity: Mapped[int]

    product: Mapped[Product] = relationship()
