"""What buyers said of done orders, for the market offices that answer for the shops."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.viewer import Viewer
from app.core.db import db
from app.core.listing import Listing, Page
from app.market.models import Order, OrderChange, OrderRating, Shop
from app.market.models.order_life import OrderAttachment
from app.market.policies import MARKET
from app.media.models import Attachment

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


def said_with(orders: Iterable[Order]) -> dict[int, OrderChange]:
    """Give, by order, the steps of ratings with which something was said or shown."""
    statement = (
        select(OrderChange)
        .where(OrderChange.order_id.in_([each.id for each in orders]), *_RATED)
        .options(selectinload(OrderChange.links))
    )
    return {each.order_id: each for each in db.session.scalars(statement)}


def rated_file(viewer: Viewer, code: str, thing: str) -> Attachment | None:
    """Give what came with a rating of one of the shops that the viewer's offices answer for."""
    statement = (
        select(Attachment)
        .join(OrderAttachment, OrderAttachment.attachment_id == Attachment.id)
        .join(OrderChange, OrderChange.id == OrderAttachment.change_id)
        .join(Order, Order.id == OrderChange.order_id)
        .join(Shop, Shop.id == Order.shop_id)
        .where(Shop.office_id.in_(viewer.agency_ids(MARKET)), Order.code == code.upper())
        .where(Attachment.code == thing, OrderChange.verb == "rate")
    )
    found: Attachment | None = db.session.scalar(statement)
    return found


_RATED = OrderChange.verb == "rate", OrderChange.links.any()
