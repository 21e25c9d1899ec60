"""What is read of products: the seller's and the market office's. Buyers' lists are in browse."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.market.models import Product, ProductKind, ProductPhoto, Shop
from app.market.models.lives import ON_SALE, SEEN
from app.market.policies import may_sell

MOST = 300
"""Products of one shop that its seller's list shows."""


def by_code(code: str) -> Product | None:
    """Give the product with that public code, its row locked where something is to change."""
    statement = select(Product).where(Product.code == code).options(*_WITH_SHOP)
    found: Product | None = one(statement, Product)
    return found


def managed(viewer: Viewer, code: str) -> Product | None:
    """Give the product with that code if the viewer looks after its shop."""
    product = by_code(code)
    return product if product is not None and may_sell(viewer, product.shop) else None


def all_of(shop: Shop) -> Sequence[Product]:
    """Give all products of a shop, the row's shop set."""
    statement = select(Product).where(Product.shop_id == shop.id).order_by(Product.id)
    return db.session.scalars(statement.options(joinedload(Product.shop))).all()


def of_shop(shop: Shop) -> Sequence[Product]:
    """Give what the seller's list shows, the newest first, each with photos and kind."""
    statement = (
        select(Product)
        .where(Product.shop_id == shop.id)
        .options(selectinload(Product.photos), joinedload(Product.kind))
        .order_by(Product.id.desc())
        .limit(MOST)
    )
    return db.session.scalars(statement).all()


def on_sale(shop: Shop) -> Sequence[Product]:
    """Give what the shop sells now, with all that a catalogue says of it."""
    statement = (
        select(Product)
        .where(Product.shop_id == shop.id, Product.status == ON_SALE)
        .options(
            joinedload(Product.shop), joinedload(Product.kind), joinedload(Product.origin),
            selectinload(Product.photos),
        )
        .order_by(Product.id)
        .limit(MOST)
    )  # fmt: skip
    return db.session.scalars(statement).all()


def count_by_status(shop: Shop) -> dict[str, int]:
    statement = (
        select(Product.status, func.count())
        .where(Product.shop_id == shop.id)
        .group_by(Product.status)
    )
    return {status: count for status, count in db.session.execute(statement)}


def photo_of(product: Product, photo: str) -> ProductPhoto | None:
    """Give the product's picture with that code."""
    return next((link for link in product.photos if link.photo.code == photo), None)


def kinds() -> Sequence[ProductKind]:
    """Give all kinds that are shown, those at the top first."""
    statement = select(ProductKind).where(ProductKind.is_shown)
    return db.session.scalars(statement.order_by(ProductKind.position, ProductKind.id)).all()


def all_kinds() -> Sequence[ProductKind]:
    """Give all kinds, those that are not shown too."""
    return db.session.scalars(select(ProductKind).order_by(ProductKind.id)).all()


def kind_by_code(code: str) -> ProductKind | None:
    return db.session.scalar(select(ProductKind).where(ProductKind.code == code))


def newest_made(shop: Shop, number: int) -> datetime | None:
    """Give when the shop wrote its ``number``-th newest product; None where it has fewer."""
    statement = select(Product.created_at).where(Product.shop_id == shop.id)
    newest = statement.order_by(Product.created_at.desc())
    return db.session.scalar(newest.offset(number - 1).limit(1))


def grades_ending(first: date, last: date, most: int) -> Sequence[Product]:
    """Give products whose grade ends between two days and whose seller was not told of it."""
    statement = (
        select(Product)
        .where(
            Product.ocop_until >= first,
            Product.ocop_until <= last,
            Product.status.in_(SEEN),
            Product.ocop_told_for.is_(None) | (Product.ocop_told_for != Product.ocop_until),
        )
        .options(joinedload(Product.shop))
        .order_by(Product.id)
        .limit(most)
    )
    return db.session.scalars(statement).all()


_WITH_SHOP = (
    joinedload(Product.shop).selectinload(Shop.managers),
    joinedload(Product.kind),
    selectinload(Product.photos),
)
