"""What buyers said of done orders, for the market offices that answer for the shops."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.core.db import db
from app.market.models import Order, OrderRating, Shop
from app.market.policies import MARKET

PAGE = 30


def ratings(viewer: Viewer, before: int | None = None) -> Sequence[tuple[OrderRating, Order]]:
    """Give a page of ratings of the shops the viewer oversees, the newest order first."""
    offices = viewer.agency_ids(MARKET)
    statement = (
        select(OrderRating, Order)
        .join(Order, Order.id == OrderRating.order_id)
        .join(Shop, Shop.id == OrderRating.shop_id)
        .where(Shop.office_id.in_(offices))
        .options(joinedload(Order.shop, innerjoin=True))
        .order_by(OrderRating.order_id.desc())
    )
    if before is not None:
        statement = statement.where(OrderRating.order_id < before)
    found = db.session.execute(statement.limit(PAGE + 1)).unique()
    return [(rating, order) for rating, order in found]
