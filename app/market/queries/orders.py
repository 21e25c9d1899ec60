"""Orders: the buyer's, the shop's, and what is counted of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts import queries as accounts
from app.accounts.models import Grant, User
from app.accounts.viewer import Viewer
from app.core import db as core_db
from app.core.db import db
from app.core.listing import Listing, Page, id_of
from app.market.models import Order, OrderChange, OrderLine, OrderRating, Product, Shop, ShopManager
from app.market.models import order_life as life
from app.payments import queries as payments

SUBJECT = "market_order"
NEWEST = Listing(Order.id, newest_first=True)
LAPSES_AFTER = timedelta(days=3)
SHOWN_FROM = 5
"""A shop's ratings are shown from this many on: fewer would tell whose they are."""


def my_order(viewer: Viewer, code: str) -> Order | None:
    """Give the viewer's own order; its rows are locked when writing."""
    found = _by_code(code)
    return found if found is not None and is_buyer(viewer, found) else None


def shops_order(viewer: Viewer, code: str) -> Order | None:
    """Give the order with that code if the viewer looks after its shop."""
    found = _by_code(code)
    return found if found is not None and found.shop.is_managed_by(viewer.user_id) else None


def order_by_code(code: str) -> Order | None:
    """Give the order with that code, whoever asks: for the action that just placed it."""
    return db.session.scalar(select(Order).where(Order.code == code))


def order_by_id(order_id: int) -> Order | None:
    """Give the order with that number, for a guest's link or a payment; locked when writing."""
    _hold_requests(Order.id == order_id)
    found: Order | None = core_db.one(select(Order).where(Order.id == order_id))
    return found


def is_buyer(viewer: Viewer, order: Order) -> bool:
    """Tell whether the order is the viewer's: by account, or by a link they hold."""
    if viewer.user is not None and order.buyer_id == viewer.user.id:
        return True
    return order.id in viewer.subjects(SUBJECT)


def my_orders(viewer: Viewer, before: int | None = None) -> Page[Order]:
    """Give a page of the viewer's orders, the newest first."""
    held = viewer.subjects(SUBJECT)
    mine: list[Any] = [Order.id.in_(held)] if held else []
    if viewer.user is not None:
        mine.append(Order.buyer_id == viewer.user.id)
    return _page(select(Order).where(or_(*mine)), before) if mine else Page([])


def going(viewer: Viewer, most: int) -> Sequence[Order]:
    """Give the viewer's newest orders that go on, at most so many."""
    held = viewer.subjects(SUBJECT)
    if viewer.user is None and not held:
        return []
    given = {"buyer_id": viewer.user_id, "held": sorted(held)}
    return db.session.scalars(_going(bool(held), most), given).all()


@cache
def _going(by_links: bool, most: int) -> Select[Any]:
    """Build what every front page asks: that takes longer than the database does."""
    mine: Any = Order.buyer_id == bindparam("buyer_id")
    if by_links:
        mine |= Order.id.in_(bindparam("held", expanding=True))
    return _listed(select(Order).where(mine, Order.is_open)).order_by(Order.id.desc()).limit(most)


def shop_orders(shop: Shop, is_open: bool, before: int | None = None) -> Page[Order]:
    """Give a page of a shop's orders: those that go on, or those that have ended."""
    of_shop = select(Order).where(Order.shop_id == shop.id, Order.is_open.is_(is_open))
    return _page(of_shop, before)


def open_count(shop: Shop) -> int:
    """Give how many of the shop's orders go on."""
    statement = select(func.count()).where(Order.shop_id == shop.id, Order.is_open)
    return db.session.scalar(statement) or 0


def managers_of(shop: Shop) -> Sequence[User]:
    """Give who is told of a shop's orders."""
    statement = select(User).join(ShopManager, ShopManager.user_id == User.id)
    return db.session.scalars(statement.where(ShopManager.shop_id == shop.id)).all()


def buyers_of(order: Order) -> list[User | Grant]:
    """Give who is told of an order: its account, and links that are nobody's yet."""
    links = [g for g in accounts.grants_on(SUBJECT, order.id) if g.claimed_by_id is None]
    return [*links, order.buyer] if order.buyer is not None else list(links)


def newest(moment: Any, phone_index: str, number: int, *conditions: Any) -> datetime | None:
    """Give ``moment``, a column, of a phone's ``number``-th newest order for which ``conditions``
    hold; None where there are fewer."""
    mine = select(moment).where(Order.phone_index == phone_index, *conditions)
    found: datetime | None = db.session.scalar(
        mine.order_by(moment.desc()).offset(number - 1).limit(1)
    )
    return found


def last_order(shop: Shop, phone_index: str, since: datetime) -> Order | None:
    """Give a phone's newest open order at a shop since then, with its lines."""
    mine = (Order.phone_index == phone_index, Order.shop_id == shop.id, Order.is_open)
    newest = _whole().where(*mine, Order.created_at > since).order_by(Order.id.desc()).limit(1)
    found: Order | None = db.session.scalar(newest)
    return found


def all_of(user: User) -> Sequence[Order]:
    """Give every order of a person, for export and erasure; held for change when writing."""
    mine = Order.buyer_id == user.id
    _hold_requests(mine)
    return _held(_whole().where(mine).order_by(Order.id))


def unanswered(now: datetime) -> Sequence[Order]:
    """Give some orders that their shop has left unanswered too long, held for change."""
    late = (Order.status == life.NEW, Order.created_at < now - LAPSES_AFTER)
    some = select(Order.id).where(*late).order_by(Order.id).limit(50)
    ids = db.session.scalars(some).all()
    _hold_requests(Order.id.in_(ids))
    statement = _whole().where(Order.id.in_(ids), *late).order_by(Order.id)
    return _with_products_held(
        db.session.scalars(core_db.for_change(statement, Order, skip_locked=True)).all()
    )


def rating_of(order: Order) -> OrderRating | None:
    """Give the buyer's rating of an order."""
    return db.session.get(OrderRating, order.id)


def faces_of(shop: Shop) -> dict[str, int]:
    """Give the shop's ratings by face: empty below five."""
    statement = (
        select(OrderRating.face, func.count())
        .where(OrderRating.shop_id == shop.id)
        .group_by(OrderRating.face)
    )
    found: dict[str, int] = {face: count for face, count in db.session.execute(statement)}
    return found if sum(found.values()) >= SHOWN_FROM else {}


def _whole() -> Select[Any]:
    lines = selectinload(Order.lines)
    return select(Order).options(
        joinedload(Order.shop, innerjoin=True),
        joinedload(Order.person_key, innerjoin=True),
        lines.joinedload(OrderLine.product),
        selectinload(Order.changes).selectinload(OrderChange.links),
    )


def _by_code(code: str) -> Order | None:
    called = Order.code == code.upper()
    _hold_requests(called)
    return next(iter(_held(_whole().where(called))), None)


def _hold_requests(which: Any) -> None:
    """Lock what is owed for those orders first: money comes in by the request (core/locks)."""
    payments.hold_requests(SUBJECT, select(Order.id).where(which))


def _held(statement: Select[Any]) -> Sequence[Order]:
    found = db.session.scalars(core_db.unless_reading(statement, Order)).all()
    return found if core_db.locks_nothing() else _with_products_held(found)


def _with_products_held(orders: Sequence[Order]) -> Sequence[Order]:
    lines = (line for order in orders if order.is_open for line in order.lines)
    lock_products([line.product_id for line in lines if line.product_id])
    return orders


def lock_products(ids: Sequence[int]) -> None:
    """Hold the products' rows for change, always in the same order, and read them anew."""
    if not ids:
        return
    statement = select(Product).where(Product.id.in_(ids)).order_by(Product.id)
    fresh = core_db.for_change(statement).execution_options(populate_existing=True)
    db.session.scalars(fresh).all()


def _page(statement: Select[Any], before: int | None) -> Page[Order]:
    return NEWEST.page(_listed(statement), before, id_of)


def _listed(statement: Select[Any]) -> Select[Any]:
    return statement.options(joinedload(Order.shop, innerjoin=True), selectinload(Order.lines))
