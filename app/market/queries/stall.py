"""What is read of the stall: what was taken in, and who was asked to help."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.core.db import db
from app.market.models import Shop, ShopInvite, Taking
from app.market.policies import may_sell

MOST = 400
"""Takings of one day that its page shows."""
MOST_EXPORTED = 20_000


def takings_of(shop: Shop, day: date) -> Sequence[Taking]:
    """Give what was taken in on a day, the newest first."""
    statement = select(Taking).where(Taking.shop_id == shop.id, Taking.day == day)
    return db.session.scalars(statement.order_by(Taking.id.desc()).limit(MOST)).all()


def takings_between(shop: Shop, first: date, last: date) -> Sequence[Taking]:
    """Give what was taken in from one day to another, the oldest first."""
    statement = select(Taking).where(
        Taking.shop_id == shop.id, Taking.day >= first, Taking.day <= last
    )
    return db.session.scalars(statement.order_by(Taking.id).limit(MOST_EXPORTED)).all()


def sums(shop: Shop, day: date) -> dict[str, tuple[int, int]]:
    """Give how often and how much came in on a day, by way; what is struck out is left out."""
    statement = (
        select(Taking.way, func.count(), func.sum(Taking.amount))
        .where(Taking.shop_id == shop.id, Taking.day == day, Taking.struck_at.is_(None))
        .group_by(Taking.way)
    )
    return {way: (count, int(total)) for way, count, total in db.session.execute(statement)}


def taking_by_key(shop: Shop, key: str) -> Taking | None:
    """Give what a form with that key wrote down already."""
    wanted = select(Taking).where(Taking.shop_id == shop.id, Taking.key == key)
    return db.session.scalar(wanted)


def managed_taking(viewer: Viewer, slug: str, number: int) -> Taking | None:
    """Give one taking of a shop that the viewer looks after."""
    found = db.session.get(Taking, number)
    fits = found is not None and found.shop.slug == slug and may_sell(viewer, found.shop)
    return found if fits else None


def invites_of(shop: Shop) -> Sequence[ShopInvite]:
    """Give the numbers that were asked and did not answer yet."""
    wanted = select(ShopInvite).where(ShopInvite.shop_id == shop.id).order_by(ShopInvite.id)
    return db.session.scalars(wanted).all()


def invites_for(viewer: Viewer) -> Sequence[ShopInvite]:
    if viewer.user is None:
        return []
    wanted = select(ShopInvite).where(ShopInvite.phone_index == viewer.user.phone_index)
    return db.session.scalars(wanted.options(joinedload(ShopInvite.shop))).all()


def my_invite(viewer: Viewer, code: str) -> ShopInvite | None:
    if viewer.user is None:
        return None
    wanted = select(ShopInvite).where(ShopInvite.code == code)
    return db.session.scalar(wanted.where(ShopInvite.phone_index == viewer.user.phone_index))


def sent_invite(viewer: Viewer, code: str) -> ShopInvite | None:
    """Give the invitation with that code to who looks after the shop."""
    found = db.session.scalar(select(ShopInvite).where(ShopInvite.code == code))
    return found if found is not None and may_sell(viewer, found.shop) else None


def invite_exists(shop: Shop, phone_index: str) -> bool:
    """Tell whether that number was asked already."""
    wanted = select(ShopInvite.id).where(
        ShopInvite.shop_id == shop.id, ShopInvite.phone_index == phone_index
    )
    return db.session.scalar(wanted) is not None
