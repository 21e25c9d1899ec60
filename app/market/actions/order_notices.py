"""Both sides are told at each step. Lock screens show it: the shop and the code, no more."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.market.models import Order, OrderChange
from app.market.models import order_life as life
from app.market.queries import orders as queries
from app.notifications import tell
from app.notifications.groups import MARKET
from app.notifications.kinds import Kind, register

_ABOUT = _l("%(shop)s · %(code)s")


def _kind(name: str, title: object, icon: str) -> Kind:
    return register(Kind(name, title, _ABOUT, icon, group=MARKET))


TO_SHOP = {
    "place": _kind("order-place", _l("A new order"), "shop"),
    "ask": _kind("order-ask", _l("The buyer asks about an order"), "question"),
    "receive": _kind("order-receive", _l("The buyer has the order"), "check"),
    "withdraw": _kind("order-withdraw", _l("The buyer cancelled an order"), "cross"),
    "lapse": _kind("order-lapse-shop", _l("An order lapsed without an answer"), "clock"),
    "end": _kind("order-end", _l("The buyer cancelled an order"), "cross"),
    "say_paid": _kind("order-say-paid", _l("The buyer says an order is paid"), "card"),
    "unsay_paid": _kind("order-unsay", _l("The buyer has not transferred it yet"), "card"),
    "unsettle": _kind("order-unsettle", _l("Money was not for an order after all"), "warning"),
    "settle": _kind("order-settle-shop", _l("Money for an order arrived"), "card"),
}
TO_BUYER = {
    "place": _kind("order-placed", _l("Your order is with the shop"), "send"),
    "accept": _kind("order-accept", _l("The shop accepted your order"), "check"),
    "ready": _kind("order-ready", _l("Your order is ready"), "shop"),
    "dispatch": _kind("order-dispatch", _l("Your order is on the way"), "next"),
    "finish": _kind("order-finish", _l("Your order was handed over: how was it?"), "check"),
    "refuse": _kind("order-refuse", _l("The shop cancelled your order"), "cross"),
    "miss": _kind("order-miss", _l("Your order was not fetched"), "warning"),
    "lapse": _kind("order-lapse", _l("The shop did not answer: the order is cancelled"), "clock"),
    "reply": _kind("order-reply", _l("The shop answered your question"), "reply"),
    "take_payment": _kind("order-paid", _l("The shop has your money"), "card"),
    "settle": _kind("order-settle", _l("Your payment arrived"), "card"),
}


def tell_of(order: Order, change: OrderChange, now: datetime) -> None:
    """Tell the other side of a step; both of what nobody of them did, and of a new order."""
    words = {"shop": order.shop.name, "code": order.code}
    key = f"market_order:{order.id}:{change.id}"
    if change.verb in TO_SHOP:
        managers, kind = queries.managers_of(order.shop), TO_SHOP[change.verb]
        tell(managers, kind.name, words, f"/cho-so/ban/don/{order.code}", f"{key}:shop", now=now)
    if (change.verb in TO_BUYER and change.role != life.BUYER) or change.verb == "place":
        buyers, kind = queries.buyers_of(order), TO_BUYER[change.verb]
        tell(buyers, kind.name, words, f"/cho-so/don/{order.code}", key, now=now)
