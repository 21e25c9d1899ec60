"""Products: what is sold, for how much, from where, when, and how many are left."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes
from app.core.db import Money, db
from app.core.errors import Conflict
from app.core.referring import Referenced
from app.core.text import words
from app.core.versions import Versioned
from app.market.models import lives, units
from app.market.models.kinds import ProductKind
from app.market.models.prices import PriceChange
from app.market.models.shops import Shop
from app.media.models import Photo
from app.places.models import Place

MAX_NAME, MAX_ABOUT, MAX_KEEPING, MAX_ORIGIN = 100, 2000, 300, 160
MAX_PRICE, MAX_STOCK = 1_000_000_000, 1_000_000


class SoldOut(Conflict):
    """Fewer are left than were asked for."""

    def __init__(self, left: int) -> None:
        """Say how many are left."""
        super().__init__(_l("Only %(left)s are left. Choose fewer.", left=left), field="quantity")
        self.left = left


def new_code() -> str:
    """Give a fresh public code, as it stands in addresses."""
    return codes.readable_code(2).lower()


@dataclass(frozen=True)
class ProductFacts:
    """What a seller says of a product, cleaned and checked."""

    name: str
    kind: ProductKind
    unit: str
    pack_amount: int | None
    price_min: int
    price_max: int
    stock: int | None = None
    about: str = ""
    keeping: str = ""
    season_from: int | None = None
    season_to: int | None = None
    origin: Place | None = None
    origin_text: str = ""
    ocop_stars: int | None = None
    ocop_certificate: str = ""
    ocop_until: date | None = None


class Product(Versioned, Referenced, db.Model):
    """One product of a shop.

    ``pack_amount`` is what one ``unit`` holds in its base unit (g, ml, pieces); ``stock`` what
    can still be ordered (None: not counted), ``reserved`` what open orders hold.
    ``is_public`` and ``commune_id`` follow the shop, so that lists need no join.
    """

    __tablename__ = "product"
    __table_args__ = (
        Index("ix_product_public", "is_public", "published_at", "id"),
        Index("ix_product_kind", "is_public", "kind_id", "published_at", "id"),
        Index("ix_product_commune", "is_public", "commune_id", "published_at", "id"),
        Index("ix_product_shop", "shop_id", "status", "id"),
        Index("ix_product_review", "status", "id"),
        Index("ix_product_ocop", "ocop_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=new_code)
    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(12), default=lives.DRAFT)
    is_public: Mapped[bool] = mapped_column(default=False)
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("product_kind.id"))
    commune_id: Mapped[int] = mapped_column(ForeignKey(Place.id))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    name_folded: Mapped[str] = mapped_column(String(MAX_NAME * 2))
    about: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(String(10))
    pack_amount: Mapped[int | None]
    price_min: Mapped[int] = mapped_column(Money)
    price_max: Mapped[int] = mapped_column(Money)
    unit_price: Mapped[int | None] = mapped_column(Money)
    """Whole đồng per kilogram, litre or piece of the lowest price: for comparing."""
    stock: Mapped[int | None]
    reserved: Mapped[int] = mapped_column(default=0)
    season_from: Mapped[int | None]
    season_to: Mapped[int | None]
    """First and last month; 11 to 2 goes over the new year. None: all year."""
    season_months: Mapped[int] = mapped_column(default=0)
    """Bit 0 for January to bit 11 for December; all of them where it is sold all year."""
    origin_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    origin_text: Mapped[str] = mapped_column(String(MAX_ORIGIN), default="")
    keeping: Mapped[str] = mapped_column(String(MAX_KEEPING), default="")
    ocop_stars: Mapped[int | None]
    ocop_certificate: Mapped[str] = mapped_column(String(60), default="")
    ocop_until: Mapped[date | None] = mapped_column(Date)
    ocop_told_for: Mapped[date | None] = mapped_column(Date)
    """The expiry of which the seller was told."""
    flagged: Mapped[str] = mapped_column(String(60), default="")
    """The word for which the market office has to look at it."""
    review_note: Mapped[str] = mapped_column(default="")
    """Why it was sent back or taken down, for the seller."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    shop: Mapped[Shop] = relationship()
    kind: Mapped[ProductKind] = relationship()
    origin: Mapped[Place | None] = relationship(foreign_keys=[origin_id])
    photos: Mapped[list["ProductPhoto"]] = relationship(
        cascade="all, delete-orphan", order_by="ProductPhoto.position"
    )
    prices: Mapped[list[PriceChange]] = relationship(
        cascade="all, delete-orphan", order_by=PriceChange.since
    )

    @classmethod
    def begin(cls, shop: Shop, facts: ProductFacts, now: datetime) -> "Product":
        """Make a draft of ``shop`` and add it to the session."""
        product = cls(
            shop=shop, status=lives.DRAFT, version=0, created_at=now, updated_at=now,
            reserved=0, flagged="", review_note="",
        )  # fmt: skip
        db.session.add(product)
        with db.session.no_autoflush:
            product.describe(facts, 0, now)
        db.session.flush()
        return product

    @property
    def has_one_price(self) -> bool:
        """Tell whether one price holds; where it is a range one calls and asks."""
        return self.price_min == self.price_max

    @property
    def is_on_sale(self) -> bool:
        """Tell whether it is offered now and some are left."""
        return self.status == lives.ON_SALE and self.stock != 0

    @property
    def may_be_ordered(self) -> bool:
        """Tell whether an order may be made: shop confirmed, one price, some left."""
        return self.is_public and self.is_on_sale and self.has_one_price and self.shop.is_confirmed

    @property
    def status_name(self) -> object:
        return lives.PRODUCT_STATUSES[self.status]

    def stars_on(self, day: date) -> int | None:
        """Give the OCOP stars that hold on ``day``; a lapsed grade is none."""
        return self.ocop_stars if self.ocop_until and self.ocop_until >= day else None

    def is_in_season(self, month: int) -> bool:
        """Tell whether it is sold in ``month`` (1 to 12)."""
        return bool(self.season_months >> (month - 1) & 1)

    def describe(
        self, facts: ProductFacts, version: int | None, now: datetime, *, counted: bool = True
    ) -> None:
        """Write down what the seller says; ``version`` is the one that was on the screen.

        A changed price leaves a row. Where the seller did not count anew, the stock stays what
        orders made of it since the form was opened. Raises ``StaleVersion``.
        """
        self.check_version(version)
        before = (self.price_min, self.price_max)
        for name, value in vars(facts).items():
            if name != "stock" or counted:
                setattr(self, name, value)
        self.name_folded = " ".join(words(facts.name))
        self.season_months = months_of(facts.season_from, facts.season_to)
        self.unit_price = units.unit_price(facts.price_min, facts.unit, facts.pack_amount)
        if before != (self.price_min, self.price_max):
            self._note_price(now)
        self._touch(now)

    def do(self, verb: str, now: datetime) -> None:
        """Go on by ``verb`` of ``lives.PRODUCT``; raises ``InvalidTransition``."""
        lives.PRODUCT.move(self, verb)
        if self.status == lives.ON_SALE:
            self.published_at = self.published_at or now
        self.updated_at = now
        self.follow_shop()

    def may_do(self, verb: str) -> bool:
        """Tell whether the present status allows ``verb``."""
        return lives.PRODUCT.may(self, verb)

    def follow_shop(self) -> None:
        self.commune_id = self.shop.commune_id
        self.is_public = self.shop.is_open and self.status in lives.SEEN

    def forget(self, now: datetime) -> None:
        """Keep none of the words of a seller who was erased; orders keep what was ordered."""
        self.about = self.origin_text = self.keeping = self.review_note = ""
        self._touch(now)

    def reserve(self, quantity: int) -> None:
        """Hold ``quantity`` for an order; the row was read for change. Raises ``SoldOut``."""
        if self.stock is not None:
            if self.stock < quantity:
                raise SoldOut(self.stock)
            self.stock -= quantity
        self.reserved += quantity

    def release(self, quantity: int) -> None:
        """Give back what a cancelled order held."""
        self.reserved = max(self.reserved - quantity, 0)
        if self.stock is not None:
            self.stock += quantity

    def take(self, quantity: int) -> None:
        """What an order held has been handed over."""
        self.reserved = max(self.reserved - quantity, 0)

    def _note_price(self, now: datetime) -> None:
        self.prices.append(
            PriceChange(price_min=self.price_min, price_max=self.price_max, since=now)
        )

    def _touch(self, now: datetime) -> None:
        self.version, self.updated_at = self.version + 1, now
        self.follow_shop()


class ProductPhoto(db.Model):
    """A picture of a product, the first one at the top."""

    __tablename__ = "product_photo"
    __table_args__ = (
        UniqueConstraint("photo_id"),
        Index("ix_product_photo_product", "product_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"))
    photo_id: Mapped[int] = mapped_column(ForeignKey(Photo.id))
    position: Mapped[int] = mapped_column(default=0)

    photo: Mapped[Photo] = relationship(lazy="joined", innerjoin=True)


def months_of(first: int | None, last: int | None) -> int:
    """Give the months from ``first`` to ``last`` as bits; all twelve where none are named."""
    if first is None or last is None:
        return (1 << 12) - 1
    months = range(first, (last if last >= first else last + 12) + 1)
    return sum(1 << ((month - 1) % 12) for month in months)
