"""What buyers see: products by words and facets, a page at a time, and the shop's shelf.

Every combination of a search and its filters is a walk over one index of words, in the order in
which the page shows it; the other words are looked up in the same index.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.core.db import db
from app.core.listing import Listing, Page, code_of
from app.market.models import MarketSpelling, MarketTerm, Product, ProductWord, Shop, listing
from app.market.queries.spelling import edits, is_near, sound, spellings

NEWEST = Listing(ProductWord.product_id, newest_first=True, most=24)
CHEAPEST = Listing(ProductWord.unit_price, ProductWord.product_id, most=24)
SHELF = Listing(Product.id, newest_first=True, most=24)


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed by; ``words`` are folded. ``after``: the last product shown."""

    words: tuple[str, ...] = ()
    kind_id: int | None = None
    commune_id: int | None = None
    month: int | None = None
    graded_on: date | None = None
    cheapest_first: bool = False
    after: Product | None = None

    @property
    def facets(self) -> list[str]:
        """Give the facets, those that narrow most first; the one of all where there is none."""
        found = [listing.place_facet(self.commune_id)] if self.commune_id else []
        found += [listing.OCOP] if self.graded_on else []
        found += [listing.kind_facet(self.kind_id)] if self.kind_id else []
        found += [listing.month_facet(self.month)] if self.month else []
        return found or ([] if self.words else [listing.EVERY])


def products(filters: Filters) -> Page[Product]:
    """Give a page of products that everybody may see, the newest or the cheapest first."""
    first, *others = [*sorted(filters.words, key=len, reverse=True), *filters.facets]
    statement = (
        select(Product)
        .join(ProductWord, ProductWord.product_id == Product.id)
        .where(ProductWord.word == first)
        .options(joinedload(Product.shop, innerjoin=True), selectinload(Product.photos))
    )
    for word in others:
        statement = statement.where(_has(word))
    if filters.graded_on:
        statement = statement.where(Product.ocop_until >= filters.graded_on)
    after = filters.after
    if filters.cheapest_first:
        point = (after.unit_price or listing.NO_PRICE, after.id) if after else None
        return CHEAPEST.page(statement, point, code_of)
    return NEWEST.page(statement, after.id if after else None, code_of)


def _has(word: str) -> ColumnElement[bool]:
    """Tell of a product on the walk whether it has ``word`` too.

    Not EXISTS: PostgreSQL would gather all products of both words before it shows the first.
    """
    also = aliased(ProductWord)
    here = also.product_id == ProductWord.product_id
    found = select(also.product_id).where(also.word == word, here).correlate(ProductWord)
    return found.scalar_subquery().is_not(None)


def meant(typed: Sequence[str]) -> list[str]:
    """Give for each folded word the one that products have: itself, or what it may be meant as.

    One statement. A word that resembles none stays, and finds nothing.
    """
    letters = {each for word in typed for each in spellings(word)}
    exact = select(MarketTerm.word).where(MarketTerm.word.in_(typed))
    heard = select(MarketTerm.word).where(MarketTerm.sound.in_([sound(word) for word in typed]))
    near = select(MarketSpelling.word).where(MarketSpelling.spelling.in_(letters))
    known = set(db.session.scalars(exact.union(heard, near))) if typed else set()
    return [word if word in known else _nearest(word, known) for word in typed]


def _nearest(word: str, known: set[str]) -> str:
    heard = sound(word)
    fitting = [each for each in known if sound(each) == heard or is_near(word, each)]
    if not fitting:
        return word
    return min(fitting, key=lambda each: (edits(word, each) - (sound(each) == heard), each))


def shelf(shop: Shop, after: Product | None = None) -> Page[Product]:
    """Give a page of what a shop shows, the newest first."""
    statement = (
        select(Product)
        .where(Product.shop_id == shop.id, Product.is_public)
        .options(selectinload(Product.photos))
    )
    return SHELF.page(statement, after.id if after else None, code_of)


def product_by_code(code: str) -> Product | None:
    """Give the product with that code, seen or not, for a keyset."""
    return db.session.scalar(select(Product).where(Product.code == code))


def shown_product(viewer: Any, code: str) -> Product | None:
    """Give the product with that code if everybody may see it, or the viewer sells it."""
    statement = (
        select(Product)
        .where(Product.code == code)
        .options(
            joinedload(Product.shop, innerjoin=True).options(
                selectinload(Shop.managers), joinedload(Shop.contact)
            ),
            joinedload(Product.kind, innerjoin=True),
            joinedload(Product.origin),
            selectinload(Product.photos),
        )
    )
    found: Product | None = db.session.scalar(statement)
    if found is None or not (found.is_public or found.shop.is_managed_by(viewer.user_id)):
        return None
    return found


def alike(product: Product, limit: int = 3) -> Sequence[Product]:
    """Give products of the same kind, the cheapest by kilogram, litre or piece first."""
    statement = (
        select(Product)
        .join(ProductWord, ProductWord.product_id == Product.id)
        .where(ProductWord.word == listing.kind_facet(product.kind_id))
        .where(ProductWord.product_id != product.id, ProductWord.unit_price < listing.NO_PRICE)
        .options(joinedload(Product.shop, innerjoin=True), selectinload(Product.photos))
        .order_by(ProductWord.unit_price, ProductWord.product_id)
        .limit(limit)
    )
    return db.session.scalars(statement).unique().all()
