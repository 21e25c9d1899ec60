"""Baskets of whoever looks: of the account, or of the grants that a guest's browser holds."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.viewer import Viewer
from app.core.db import db
from app.market.models import Basket, BasketLine, Product, Shop

SUBJECT = "basket"


def baskets_of(viewer: Viewer, shop: Shop | None = None) -> Sequence[Basket]:
    """Give the viewer's baskets, the last changed first; those at one shop where it is named."""
    held = viewer.subjects(SUBJECT)
    mine: list[Any] = [Basket.id.in_(held)] if held else []
    if viewer.user is not None:
        mine.append(Basket.user_id == viewer.user.id)
    if not mine:
        return []
    statement = (
        select(Basket)
        .where(or_(*mine))
        .options(
            joinedload(Basket.shop, innerjoin=True),
            selectinload(Basket.lines)
            .joinedload(BasketLine.product, innerjoin=True)
            .selectinload(Product.photos),
        )
        .order_by(Basket.changed_at.desc(), Basket.id.desc())
    )
    if shop is not None:
        statement = statement.where(Basket.shop_id == shop.id)
    return db.session.scalars(statement).unique().all()


def basket_at(viewer: Viewer, shop: Shop) -> Basket | None:
    """Give the viewer's basket at that shop: the account's before one from a guest's time."""
    found = sorted(baskets_of(viewer, shop), key=lambda each: each.user_id is None)
    return found[0] if found else None


def products_by_codes(shop: Shop, codes: Sequence[str]) -> dict[str, Product]:
    """Give the shop's products with those codes; others' are left out."""
    statement = select(Product).where(Product.shop_id == shop.id, Product.code.in_(codes))
    return {each.code: each for each in db.session.scalars(statement)} if codes else {}


def open_shop(viewer: Viewer, slug: str) -> Shop | None:
    """Give the shop of that short address if everybody may see it, or the viewer keeps it."""
    found: Shop | None = db.session.scalar(select(Shop).where(Shop.slug == slug))
    if found is None or not (found.is_open or found.is_managed_by(viewer.user_id)):
        return None
    return found
