"""Fairs: a campaign whose day comes again every week, the shops that join, their offers."""

from datetime import date, datetime, timedelta

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes
from app.core.db import Money, db
from app.core.versions import Versioned
from app.market.models.products import Product

MAX_NAME, MAX_ABOUT = 80, 400
WEEK = 7


class Fair(Versioned, db.Model):
    """A fair on one weekday (0 is Monday) of every week from ``starts_on`` to ``ends_on``."""

    __tablename__ = "fair"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    about: Mapped[str] = mapped_column(default="")
    weekday: Mapped[int]
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date, index=True)
    told_on: Mapped[date | None] = mapped_column(Date)
    """The last fair day whose followers were told."""
    created_at: Mapped[datetime]

    def describe(
        self, name: str, about: str, weekday: int, days: tuple[date, date], version: int | None
    ) -> None:
        """Write down what the office says; raises ``StaleVersion``."""
        self.check_version(version)
        self.name, self.about, self.weekday = name, about, weekday
        self.starts_on, self.ends_on = days
        self.version += 1

    def is_on(self, day: date) -> bool:
        """Tell whether ``day`` is a fair day."""
        return day.weekday() == self.weekday and self.starts_on <= day <= self.ends_on

    def next_day(self, day: date) -> date | None:
        """Give the first fair day from ``day`` on; None where there is none left."""
        first = max(day, self.starts_on)
        found = first + timedelta(days=(self.weekday - first.weekday()) % WEEK)
        return found if found <= self.ends_on else None


class Offer(db.Model):
    """A product that is cheaper on the fair's days, from ``starts_on`` on.

    ``price_before`` is the lowest price of the 30 days before the offer; it is worked out,
    never typed. Once ``ended_on`` it holds no more, and stays for working out later ones.
    """

    __tablename__ = "fair_offer"
    __table_args__ = (
        Index("ix_fair_offer_fair", "fair_id", "ended_on", "id"),
        Index("ix_fair_offer_product", "product_id", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    price: Mapped[int] = mapped_column(Money)
    price_before: Mapped[int] = mapped_column(Money)
    starts_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime]

    fair: Mapped[Fair] = relationship()
    product: Mapped[Product] = relationship()

    def holds_on(self, day: date) -> bool:
        """Tell whether one pays this price on ``day``."""
        ended = self.ended_on is not None and day >= self.ended_on
        return self.fair.is_on(day) and day >= self.starts_on and not ended

    @property
    def saving(self) -> int:
        """Give how much less it is than before, in whole per cent, rounded down."""
        return (self.price_before - self.price) * 100 // self.price_before


class FairFollower(db.Model):
    """A person who is told on the morning of a fair day."""

    __tablename__ = "fair_follower"
    __table_args__ = (UniqueConstraint("fair_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id", ondelete="CASCADE"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
