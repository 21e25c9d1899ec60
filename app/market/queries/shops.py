"""What is read of shops."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import Agency, User
from app.accounts.models.agency import MARKET_OFFICE
from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.market.models import Shop, ShopManager
from app.market.models.lives import CLOSED, CONFIRMED, OPEN
from app.places.models import PROVINCE, Place

MOST_AT_ONCE = 500


def by_slug(slug: str) -> Shop | None:
    return _one(select(Shop).where(Shop.slug == slug))


def by_code(code: str) -> Shop | None:
    return _one(select(Shop).where(Shop.code == code))


def confirmed(code: str) -> Shop | None:
    """Give the shop with that code while it is confirmed, to be read alone."""
    return db.session.scalar(select(Shop).where(Shop.code == code, Shop.status == CONFIRMED))


def by_id(shop_id: int) -> Shop | None:
    return db.session.get(Shop, shop_id)


def slug_is_taken(slug: str) -> bool:
    return db.session.scalar(select(Shop.id).where(Shop.slug == slug)) is not None


def mine(viewer: Viewer) -> Sequence[Shop]:
    """Give the shops the viewer looks after, the oldest first."""
    if viewer.user_id is None:
        return []
    return db.session.scalars(_mine(), {"user_id": viewer.user_id}).all()


@cache
def _mine() -> Select[Any]:
    own = select(ShopManager.shop_id).where(ShopManager.user_id == bindparam("user_id"))
    mine = select(Shop).where(Shop.id.in_(own)).options(joinedload(Shop.village))
    return mine.order_by(Shop.id)


def managed(viewer: Viewer, slug: str) -> Shop | None:
    """Give the shop with that short address if the viewer looks after it."""
    shop = by_slug(slug)
    return shop if shop is not None and shop.is_managed_by(viewer.user_id) else None


def managers(shop: Shop) -> Sequence[User]:
    """Give the people who look after ``shop``: whom to tell."""
    statement = (
        select(User)
        .join(ShopManager, ShopManager.user_id == User.id)
        .where(ShopManager.shop_id == shop.id)
        .order_by(ShopManager.since, User.id)
    )
    return db.session.scalars(statement).all()


def office_for(commune: Place) -> Agency | None:
    """Give the market office that answers for ``commune``: its own, else the province's."""
    statement = (
        select(Agency)
        .outerjoin(Place, Place.id == Agency.place_id)
        .where(Agency.kind == MARKET_OFFICE, Agency.is_closed.is_(False))
        .where((Agency.place_id == commune.id) | (Place.kind == PROVINCE))
        .order_by((Agency.place_id == commune.id).desc(), Agency.id)
        .limit(1)
    )
    return db.session.scalar(statement)


def without_office() -> Sequence[Shop]:
    statement = select(Shop).where(Shop.office_id.is_(None), Shop.status.in_(OPEN))
    return db.session.scalars(statement.order_by(Shop.id).limit(MOST_AT_ONCE)).all()


def count_of(user: User) -> int:
    """Give how many shops that person opened and did not close."""
    statement = select(func.count(Shop.id)).where(Shop.owner_id == user.id, Shop.status != CLOSED)
    return db.session.scalar(statement) or 0


def owned_by(user: User) -> Sequence[Shop]:
    return db.session.scalars(select(Shop).where(Shop.owner_id == user.id)).all()


def _one(statement: Select[Any]) -> Shop | None:
    wanted = statement.options(
        selectinload(Shop.managers), joinedload(Shop.person_key), joinedload(Shop.contact)
    )
    found: Shop | None = one(wanted, Shop)
    return found
