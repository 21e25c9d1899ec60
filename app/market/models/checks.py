"""What is looked at before a shop is confirmed: the operator's list, and what each look found."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core.db import db
from app.market.models.shops import Shop

MAX_CHECK, MAX_REASON = 160, 300


class ShopCheck(db.Model):
    """One line of the list; what is no longer asked stays for the records it stands in."""

    __tablename__ = "market_shop_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(MAX_CHECK), unique=True)
    is_asked: Mapped[bool] = mapped_column(default=True)


class ShopFinding(db.Model):
    """What an official found for one line: right, or not and why. ``text`` is as it was asked."""

    __tablename__ = "market_shop_finding"
    __table_args__ = (Index("ix_market_shop_finding_shop", "shop_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    shop_id: Mapped[int] = mapped_column(ForeignKey(Shop.id, ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(String(MAX_CHECK))
    is_right: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(MAX_REASON), default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    by: Mapped[User | None] = relationship()
