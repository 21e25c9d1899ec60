"""What is read of how sellers were identified, and of what the law wants."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.core.db import db
from app.market.models import MarketDuty, SellerIdentity, Shop
from app.market.models.identities import ELECTRONIC, IDENTITY
from app.market.models.lives import OPEN
from app.market.policies import MARKET, writes_rules


def of(shop: Shop) -> SellerIdentity | None:
    """Give how the shop's seller was identified, with who did."""
    mine = select(SellerIdentity).where(SellerIdentity.shop_id == shop.id)
    return db.session.scalar(mine.options(joinedload(SellerIdentity.by)))


def known(shop: Shop) -> tuple[SellerIdentity | None, MarketDuty | None]:
    """Give how the shop's seller was identified, and what the law wants; one statement."""
    both = (
        select(SellerIdentity, MarketDuty)
        .select_from(Shop)
        .outerjoin(SellerIdentity, SellerIdentity.shop_id == Shop.id)
        .outerjoin(MarketDuty, MarketDuty.code == IDENTITY)
        .where(Shop.id == shop.id)
        .options(joinedload(SellerIdentity.by))
    )
    found, wanted = db.session.execute(both).one()
    return found, wanted


def duty(code: str = IDENTITY) -> MarketDuty | None:
    return db.session.scalar(select(MarketDuty).where(MarketDuty.code == code))


def counted(viewer: Viewer) -> tuple[int, int, int]:
    """Give how many open shops the viewer answers for, how many of them have no identification,
    and how many have an electronic one. Whoever writes the rules sees the whole province's."""
    mine = _seen(viewer)
    electronic = _identified(SellerIdentity.way == ELECTRONIC)
    counts = select(
        func.count(Shop.id),
        func.coalesce(func.sum(lacking().cast(db.Integer)), 0),
        func.coalesce(func.sum(electronic.cast(db.Integer)), 0),
    ).where(Shop.status.in_(OPEN), mine)
    shops, without, electronically = db.session.execute(counts).one()
    return shops, without, electronically


def without(after: int, most: int) -> Sequence[Shop]:
    """Give the next open shops behind id ``after`` whose sellers nobody identified."""
    wanted = select(Shop).where(Shop.id > after, Shop.status.in_(OPEN), lacking())
    return db.session.scalars(wanted.order_by(Shop.id).limit(most)).all()


def lacking() -> ColumnElement[bool]:
    """Hold of shops whose sellers nobody identified."""
    return ~_identified()


def _identified(*how: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(SellerIdentity.shop_id == Shop.id, *how)


def _seen(viewer: Viewer) -> ColumnElement[bool]:
    if writes_rules(viewer):
        return Shop.id.is_not(None)
    return Shop.office_id.in_(viewer.agency_ids(MARKET))
