"""The market office's tables: taking down and appeals, complaints, forbidden goods, figures."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes
from app.core.db import db
from app.core.errors import InvalidTransition
from app.core.promises import WORKING, Deadline, advance
from app.core.working_time import Calendar
from app.market.models.products import Product
from app.market.models.shops import Shop
from app.media.models import Attachment, Enclosing
from app.places.models import Place

MAX_WORDS = 1000
FORBIDDEN, FALSE, UNSAFE, FRAUD, STOLEN, OTHER = (
    "forbidden", "false", "unsafe", "fraud", "stolen", "other",
)  # fmt: skip
REASONS = {
    FORBIDDEN: _l("Goods that may not be sold"),
    FALSE: _l("Not what it says: origin, grade, picture or price"),
    UNSAFE: _l("Not safe to eat or to use"),
    FRAUD: _l("Takes money and delivers nothing"),
    STOLEN: _l("Uses another's name, mark or pictures"),
    OTHER: _l("Something else"),
}
ANSWER_WITHIN = timedelta(minutes=5 * 450)
"""Five working days of 450 minutes, as a normal report has."""
NOTICE = timedelta(days=5)
"""A seller is told so long before a shop is suspended, unless an authority demands it."""
DEMAND_WITHIN = timedelta(hours=24)
"""Law 122/2025, decree 248/2026 (checked on 28 November 2026), as the five days above."""
KEPT, RESTORED = "kept", "restored"
UPHELD, NOT_UPHELD = "upheld", "not_upheld"
OUTCOMES = {
    KEPT: _l("It stays down"),
    RESTORED: _l("It may be shown again"),
    UPHELD: _l("The complaint is right"),
    NOT_UPHELD: _l("The complaint is not right"),
}


class _Promise:
    """Since when an answer is promised, until when, and when it was given."""

    clock: Mapped[str] = mapped_column(String(12), default=WORKING)
    started_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None] = mapped_column(index=True)
    paused_seconds: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(12), default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    def promise(self, calendar: Calendar, now: datetime) -> None:
        self.clock, self.started_at = WORKING, now
        self.answer_by = advance(calendar, WORKING, now, ANSWER_WITHIN)

    def deadline(self, now: datetime) -> Deadline | None:
        """Give what is due, None where nothing is promised or it is answered."""
        if self.started_at is None or self.answer_by is None or self.closed_at is not None:
            return None
        return Deadline.between(self.started_at, self.answer_by, now)

    def close(self, outcome: str, answer: str, official: int | None, now: datetime) -> None:
        """Give the answer; raises ``InvalidTransition`` where there is one already."""
        if self.started_at is None or self.closed_at is not None:
            raise InvalidTransition("close", self.outcome)
        self.outcome, self.answer, self.closed_at = outcome, answer, now
        self.answered_by_id = official

    @property
    def outcome_name(self) -> object:
        return OUTCOMES.get(self.outcome, "")


class _AboutGoods:
    """What is said of a shop or one of its products, in words; the columns are the table's."""

    reason: Mapped[str]
    shop: Mapped[Shop]
    product: Mapped[Product | None]

    @property
    def reason_name(self) -> object:
        return REASONS[self.reason]

    @property
    def what(self) -> str:
        return self.product.name if self.product else self.shop.name


class Takedown(_AboutGoods, _Promise, db.Model):
    """A shop or one of its products was taken down, why, and what became of the appeal.

    The appeal is the promise: it is ``started_at`` when the seller objects.
    """

    __tablename__ = "market_takedown"
    __table_args__ = (Index("ix_market_takedown_shop", "shop_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    reason: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    appeal: Mapped[str] = mapped_column(default="")
    authority: Mapped[str] = mapped_column(String(160), default="", server_default="")
    """Which authority demanded it, by which document; empty where the office does so itself."""
    demanded_at: Mapped[datetime | None]
    begins_at: Mapped[datetime | None]
    """Until when the seller has notice; None where it was at once."""
    begun_at: Mapped[datetime | None]

    shop: Mapped[Shop] = relationship()
    product: Mapped[Product | None] = relationship()

    @property
    def is_notice(self) -> bool:
        """Tell whether the seller was told and nothing is down yet."""
        return self.begins_at is not None and self.begun_at is None and not self.outcome

    @property
    def is_in_time(self) -> bool:
        """Tell whether a demand was followed within its hours."""
        return self.demanded_at is None or self.at <= self.demanded_at + DEMAND_WITHIN

    @property
    def may_be_appealed(self) -> bool:
        """Tell whether the seller may still object: once."""
        return self.started_at is None and not self.outcome


class Complaint(Enclosing, _AboutGoods, _Promise, db.Model):
    """Somebody says that a shop or a product is bad. Who it was, only their own page knows."""

    __tablename__ = "market_complaint"
    __table_args__ = (
        Index("ix_market_complaint_open", "closed_at", "answer_by"),
        Index("ix_market_complaint_shop", "shop_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    reason: Mapped[str] = mapped_column(String(12))
    words: Mapped[str]

    shop: Mapped[Shop] = relationship()
    product: Mapped[Product | None] = relationship()
    links: Mapped[list["ComplaintAttachment"]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="ComplaintAttachment.attachment_id",
    )


class ComplaintAttachment(db.Model):
    """A photo or a voice that came with a complaint: for the market office, and whoever sent it."""

    __tablename__ = "market_complaint_attachment"

    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), primary_key=True)
    complaint_id: Mapped[int] = mapped_column(
        ForeignKey("market_complaint.id", ondelete="CASCADE"), index=True
    )
    thing: Mapped[Attachment] = relationship(lazy="joined", innerjoin=True)


class ForbiddenWord(db.Model):
    """Words that only goods which may not be sold are called by: folded, whole words."""

    __tablename__ = "market_forbidden_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    folded: Mapped[str] = mapped_column(String(60), unique=True)
    text: Mapped[str] = mapped_column(String(60))
    why: Mapped[str] = mapped_column(String(120), default="")


class ProducerCount(db.Model):
    """How many producers a commune counts: the market office writes it down, with its source."""

    __tablename__ = "market_producer_count"
    __table_args__ = (UniqueConstraint("commune_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commune_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    producers: Mapped[int]
    source: Mapped[str] = mapped_column(String(160), default="")
    set_at: Mapped[datetime]
