"""The seller's desk of orders: what waits, one order, and the next step of each."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import SIGNED_IN, access
from app.core.act import FRESH, acts
from app.core.forms import Line, Read, Words, takes
from app.core.listing import Page, ways
from app.core.text import whole
from app.market.actions import order_acts
from app.market.blueprint import market
from app.market.models import Order, Shop
from app.market.models import order_life as life
from app.market.models.orders import COURIER
from app.market.queries import orders as queries
from app.market.queries import shops
from app.market.views.common import viewer
from app.market.views.order_asking import file_url

ACTS = {
    # what stands in the address: the verb
    "nhan": "accept",
    "san-sang": "ready",
    "gui-di": "dispatch",
    "da-giao": "finish",
    "khong-den-lay": "miss",
    "huy": "refuse",
    "tra-loi": "reply",
    "da-nhan-tien": "take_payment",
}


@market.get("/cho-so/ban/don")
@access(SIGNED_IN)
def seller_orders() -> ResponseReturnValue:
    """List the orders of the shop that is chosen: those that go on, or those that are over."""
    mine = shops.mine(viewer())
    chosen = _chosen(mine)
    is_open = request.args.get("xem") != "xong"
    before = whole(request.args.get("truoc", ""))
    page = queries.shop_orders(chosen, is_open, before) if chosen else Page[Order]([])
    kept: dict[str, Any] = {
        "xem": None if is_open else "xong",
        "gian": chosen.slug if chosen else None,
    }
    return render_template(
        "market/orders/desk.html",
        shops=mine,
        shop=chosen,
        orders=page.rows,
        is_open=is_open,
        **ways(".seller_orders", page, "truoc", **kept),
    )


@market.get("/cho-so/ban/don/<code>")
@access(SIGNED_IN, load=queries.shops_order)
def seller_order(found: Order) -> ResponseReturnValue:
    return _page(found)


@market.post("/cho-so/ban/don/<code>/<act>")
@access(SIGNED_IN, load=lambda viewer, code, act: _acted_on(code, act))
@acts(again=lambda asked, **refused: _again(*asked, **refused), said=_l("Done. The buyer is told."))
@takes(version=Read(whole), courier=Line(), words=Words())
def act_on_shop_order(
    asked: tuple[Order, str], version: int | None, courier: str, words: str
) -> str:
    """Take the next step; a screen that is no longer right changes nothing."""
    found, verb = asked
    found.check_version(version)
    if verb == "dispatch":
        order_acts.dispatch(found, courier, clock.now())
    elif verb == "reply":
        order_acts.reply(found, words, clock.now())
    else:
        order_acts.act(found, verb, life.SELLER, clock.now(), words)
    return url_for(".seller_order", code=found.code)


def _chosen(mine: Sequence[Shop]) -> Shop | None:
    slug = request.args.get("gian", "")
    return next((each for each in mine if each.slug == slug), mine[0] if mine else None)


def _acted_on(code: str, act: str) -> tuple[Order, str] | None:
    found = queries.shops_order(viewer(), code) if act in ACTS else None
    return (found, ACTS[act]) if found is not None else None


def _again(found: Order, _verb: str, **refused: Any) -> str:
    """Show the order as it is now; its lines are read together."""
    whole_order = queries.shops_order(viewer(), found.code)
    assert whole_order is not None
    return _page(whole_order, **refused)


def _page(found: Order, **refused: Any) -> str:
    return render_template(
        "market/orders/seller_order.html",
        order=found,
        can=[verb for verb in life.ORDER.verbs if life.ORDER.may(found, verb, life.SELLER)],
        by_courier=found.way == COURIER,
        file_url=file_url(found),
        is_asked=found.changes[-1].verb == "ask" if found.changes else False,
        **(refused or FRESH),
    )
