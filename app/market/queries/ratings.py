"""What buyers said of done orders, for the market offices that answer for the shops."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.core.db import db
from app.core.listing import Listing, Page
from app.market.models import Order, OrderRating, Shop
from app.market.policies import MARKET

NEWEST = Listing(OrderRating.order_id, newest_first=True, most=30)


def ratings(viewer: Viewer, before: int | None = None) -> Page[Any]:
    """Give a page of ratings of the viewer's shops with their orders, the newest first."""
    offices = viewer.agency_ids(MARKET)
    statement: Any = (
        select(OrderRating, Order)
        .join(Order, Order.id == OrderRating.order_id)
        .join(Shop, Shop.id == OrderRating.shop_id)
        .where(Shop.office_id.in_(offices))
        .options(joinedload(Order.shop, innerjoin=True))
    )
    found = db.session.execute(NEWEST.part(statement, before)).unique().all()
    return NEWEST.cut(found, lambda row: row[0].order_id)
