"""Fairs and their offers: what holds today, what a product costs with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.db import db, one
from app.core.listing import Listing, Page, id_of
from app.market.models import Fair, FairFollower, Offer, PriceChange, Product, Shop
from app.market.models.prices import BEFORE_AN_OFFER, lowest_before

OFFERS = Listing(Offer.id, newest_first=True, most=24)


@dataclass(frozen=True)
class Price:
    """What one pays now; ``before`` is set while an offer of a fair holds."""

    amount: int
    before: int | None = None


def today(now: datetime) -> date:
    """Give the day in Viet Nam."""
    return clock.local(now).date()


def fair_by_code(code: str) -> Fair | None:
    return db.session.scalar(select(Fair).where(Fair.code == code))


def fair_to_change(code: str) -> Fair | None:
    return one(select(Fair).where(Fair.code == code))


def present_fairs(day: date) -> Sequence[Fair]:
    """Give the fairs that have not ended, the one that ends first at the top."""
    return db.session.scalars(
        select(Fair).where(Fair.ends_on >= day).order_by(Fair.ends_on, Fair.id)
    ).all()


def all_fairs() -> Sequence[Fair]:
    """Give the newest fairs, those that are over too: for the office."""
    return db.session.scalars(select(Fair).order_by(Fair.id.desc()).limit(50)).all()


def prices_of(products: Iterable[Product], now: datetime) -> dict[int, Price]:
    """Give what each product costs now, by id, in one statement."""
    found = {each.id: Price(each.price_min) for each in products}
    day = today(now)
    held = (
        select(Offer)
        .where(Offer.product_id.in_(found), Offer.starts_on <= day, Offer.ended_on.is_(None))
        .options(joinedload(Offer.fair, innerjoin=True))
    )
    for offer in db.session.scalars(held) if found else ():
        known = found[offer.product_id]
        if offer.holds_on(day) and offer.price < known.amount:
            found[offer.product_id] = Price(offer.price, offer.price_before)
    return found


def offers_in(fair: Fair, after: int | None = None) -> Page[Offer]:
    """Give a page of what is offered at a fair and can be seen, by keyset."""
    statement = (
        select(Offer)
        .join(Offer.product)
        .where(Offer.fair_id == fair.id, Offer.ended_on.is_(None), Product.is_public)
        .options(
            joinedload(Offer.product, innerjoin=True).options(
                joinedload(Product.shop, innerjoin=True),
                joinedload(Product.kind, innerjoin=True),
                selectinload(Product.photos),
            )
        )
    )
    return OFFERS.page(statement, after, id_of)


def offers_of(shop: Shop, fair: Fair) -> Sequence[Offer]:
    statement = (
        select(Offer)
        .join(Offer.product)
        .where(Offer.fair_id == fair.id, Offer.ended_on.is_(None), Product.shop_id == shop.id)
        .options(joinedload(Offer.product, innerjoin=True))
        .order_by(Offer.id)
    )
    return db.session.scalars(statement).all()


def offer_by_id(fair: Fair, offer_id: int) -> Offer | None:
    """Give the offer with that number if it is of that fair; locked when writing."""
    return one(select(Offer).where(Offer.id == offer_id, Offer.fair_id == fair.id))


def has_offer(product: Product) -> bool:
    found = select(Offer.id).where(Offer.product_id == product.id, Offer.ended_on.is_(None))
    return db.session.scalar(found.limit(1)) is not None


def lowest_price(product: Product, day: date) -> int | None:
    """Give the lowest price of the 30 days before ``day``, offers of earlier fairs included."""
    begin = clock.at(day)
    changes = db.session.scalars(select(PriceChange).where(PriceChange.product_id == product.id))
    known = lowest_before(changes.all(), begin)
    first = day - BEFORE_AN_OFFER
    earlier = (
        select(Offer)
        .where(Offer.product_id == product.id, Offer.ended_on > first, Offer.starts_on < day)
        .options(joinedload(Offer.fair, innerjoin=True))
    )
    days = [first + timedelta(days=n) for n in range((day - first).days)]
    asked = [o.price for o in db.session.scalars(earlier) if any(o.holds_on(d) for d in days)]
    return min([known, *asked]) if known is not None else None


def shops_in(fair: Fair) -> int:
    """Give how many shops take part."""
    statement = (
        select(func.count(Product.shop_id.distinct()))
        .join(Offer, Offer.product_id == Product.id)
        .where(Offer.fair_id == fair.id, Offer.ended_on.is_(None))
    )
    return db.session.scalar(statement) or 0


def follows(fair: Fair, user_id: int | None) -> bool:
    """Tell whether the person is told on the fair's days."""
    found = select(FairFollower.id).where(
        FairFollower.fair_id == fair.id, FairFollower.user_id == user_id
    )
    return user_id is not None and db.session.scalar(found) is not None
