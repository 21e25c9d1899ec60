"""Baskets, orders and fairs for tests. An order reaches its status by the real verbs."""

from datetime import timedelta
from typing import Any

from app.accounts import phones
from app.accounts.models import Session, User
from app.accounts.viewer import Viewer
from app.core import clock, codes
from app.core.db import db
from app.market.actions import order_acts, ordering
from app.market.actions.indexing import index_product
from app.market.actions.ordering import Line, Wanted
from app.market.models import Fair, Offer, Order, Product, Shop
from app.market.models import order_life as life
from app.market.models.orders import CASH, DELIVERY, PICKUP
from app.market.queries import orders as queries
from app.payments.models import BankAccount
from tests.factories.accounts import make_user
from tests.factories.market import make_product
from tests.factories.payments import BIN, HOLDER, NUMBER

WAY_TO = {
    life.NEW: (),
    life.ACCEPTED: ("accept",),
    life.READY: ("accept", "ready"),
    life.ON_THE_WAY: ("accept", "dispatch"),
    life.DONE: ("accept", "ready", "finish"),
    life.CANCELLED: ("refuse",),
}


def wanted(*products: Product, quantity: int = 1, **more: Any) -> Wanted:
    """What a filled-in form says, at the prices that hold."""
    lines = [Line(each.code, quantity, each.price_min) for each in products]
    given = {"way": PICKUP, "pay_by": CASH, "name": "Trần Thị Thử", "note": "Gọi trước khi đến"}
    given.update({"address": "Số 4, ngõ Thử"} if more.get("way") == DELIVERY else {})
    return Wanted(codes.random_token(), lines, **{**given, **more})


def viewer_for(user: User) -> Viewer:
    """A citizen who is signed in."""
    return Viewer(user, None, frozenset(), ())


def guest(phone: str) -> Viewer:
    """A guest who proved `phone`."""
    session, _token = Session.begin(clock.now())
    session.proved_phone_index = phones.index(phone)
    db.session.flush()
    return Viewer(None, session, frozenset(), ())


def make_order(
    product: Product | None = None,
    status: str = life.NEW,
    buyer: User | None = None,
    quantity: int = 1,
    **more: Any,
) -> Order:
    """An order of a person in `status`; `more` is what the form says."""
    product = product or make_product()
    if status == life.ON_THE_WAY and "way" not in more:
        product.shop.offers_delivery, more["way"] = True, DELIVERY
    buyer = buyer or make_user("Người Mua Thử")
    form = wanted(product, quantity=quantity, **{"again": True, **more})
    placed = ordering.place(product.shop, form, viewer_for(buyer), clock.now())
    order = queries.order_by_code(placed.code)
    assert order is not None
    for verb in WAY_TO[status]:
        order_acts.act(order, verb, life.SELLER, clock.now(), "Thử")
    db.session.flush()
    return order


def make_shop_account(shop: Shop) -> BankAccount:
    """The shop's bank account."""
    return BankAccount.open(ordering.OWNER, shop.id, BIN, NUMBER, HOLDER, clock.now())


def listed(*products: Product) -> None:
    """Put products into the market's index."""
    for product in products:
        index_product(product, now=clock.now())


def make_fair(weekday: int = 4, weeks: int = 8, name: str = "Thứ 6 lên sàn") -> Fair:
    """A fair that began last week; its day is a Friday unless said otherwise."""
    now = clock.now()
    day = clock.local(now).date()
    fair = Fair(code=codes.readable_code(), version=1, name=name, about="", weekday=weekday,
                starts_on=day - timedelta(days=7), ends_on=day + timedelta(weeks=weeks),
                created_at=now)  # fmt: skip
    db.session.add(fair)
    db.session.flush()
    return fair


def make_offer(fair: Fair, product: Product, price: int, before: int | None = None) -> Offer:
    """An offer that holds since the fair began."""
    offer = Offer(fair=fair, product=product, price=price, starts_on=fair.starts_on,
                  price_before=before or product.price_min, created_at=clock.now())  # fmt: skip
    db.session.add(offer)
    db.session.flush()
    return offer
