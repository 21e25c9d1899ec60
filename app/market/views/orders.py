"""The buyer's orders: the list, one order with what may be done, paying, rating, once more."""

from collections.abc import Sequence
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock, codes
from app.core.access import PUBLIC, access
from app.core.act import FRESH, Done, acts
from app.core.config import settings
from app.core.downloads import download
from app.core.forms import Words, takes
from app.core.listing import ways
from app.core.offline import kept_offline
from app.core.text import whole
from app.market.actions import basketing, order_acts
from app.market.actions.ordering import OWNER
from app.market.blueprint import market
from app.market.models import Order
from app.market.models import order_life as life
from app.market.models.baskets import MOST_OF_ONE
from app.market.models.orders import TRANSFER
from app.market.queries import baskets
from app.market.queries import orders as queries
from app.market.views.basket import LINKS
from app.market.views.common import viewer
from app.market.views.order_asking import RATING, OrderSaid, file_url, take
from app.media.saying import came_along
from app.payments import actions as paying
from app.payments import bank_apps, qr_image
from app.payments import queries as payments

BESIDE = {"rating": "danh-gia"}
ACTS = {
    # what stands in the address: the verb
    "huy": "withdraw",
    "da-nhan": "receive",
    "da-chuyen": "say_paid",
    "chua-chuyen": "unsay_paid",
}


@market.get("/cho-so/don")
@access(PUBLIC)
@kept_offline
def orders() -> ResponseReturnValue:
    before = whole(request.args.get("truoc", ""))
    page = queries.my_orders(viewer(), before)
    found = ways(".orders", page, "truoc")
    return render_template("market/orders/index.html", orders=page.rows, **found)


@market.get("/cho-so/don/<code>")
@access(PUBLIC, load=queries.my_order)
@kept_offline
def order(found: Order) -> ResponseReturnValue:
    """Show one order to whoever placed it."""
    return _page(found)


@market.get("/cho-so/don/<code>/ma-qr.png")
@access(PUBLIC, load=queries.my_order)
def order_qr(found: Order) -> ResponseReturnValue:
    """Give the VietQR as a picture to keep or to hand to the bank's app."""
    payload = _payment(found)["payload"]
    if payload is None:
        abort(404)
    return download(qr_image.png(payload), f"don-{found.code}.png", "image/png")


@market.post("/cho-so/don/<code>/<act>")
@access(PUBLIC, load=lambda viewer, code, act: _acted_on(code, act))
@acts(again=lambda asked, **refused: _again(asked[0], **refused), said=_l("Done."))
@takes(words=Words())
def act_on_order(asked: tuple[Order, str], words: str) -> str:
    """Take the order back, say that it came, or that it is paid."""
    found, verb = asked
    order_acts.act(found, verb, life.BUYER, clock.now(), words)
    return url_for(".order", code=found.code)


@market.post("/cho-so/don/<code>/danh-gia")
@access(PUBLIC, load=queries.my_order)
@acts(again=lambda found, **refused: _rated_again(found, **refused), counts=True)
def rate_order(found: Order) -> Done:
    """Say how content one is with a done order; the market office reads and hears it."""
    return take(RATING, found.code)


@market.post("/cho-so/don/<code>/dat-lai")
@access(PUBLIC, load=queries.my_order)
@acts()
def order_again(found: Order) -> str:
    """Put what was ordered into the basket again, at the prices that hold now."""
    kept = baskets.basket_at(viewer(), found.shop)
    wanted = {line.product_id: line.quantity for line in (kept.lines if kept else ())} | {
        line.product.id: min(line.quantity, MOST_OF_ONE)
        for line in found.lines
        if line.product is not None and line.product.is_public
    }
    basketing.keep(viewer(), found.shop, wanted, clock.now())
    return url_for(".basket", slug=found.shop.slug)


@market.get("/cho-so/don/nhan/<token>")
@access(PUBLIC)
def open_order_link(token: str) -> ResponseReturnValue:
    """Show what a guest's link opens; who holds it already goes to its clean address."""
    found = LINKS.opened(token)
    if queries.is_buyer(viewer(), found):
        return redirect(url_for(".order", code=found.code), 303)
    return render_template("market/orders/open_link.html", order=found, token=token)


@market.post("/cho-so/don/nhan/<token>")
@access(PUBLIC)
@acts()
def hold_order_link(token: str) -> str:
    """Let this browser hold what a guest's link opens."""
    return url_for(".order", code=LINKS.hold(token).code)


def _acted_on(code: str, act: str) -> tuple[Order, str] | None:
    found = queries.my_order(viewer(), code) if act in ACTS else None
    return (found, ACTS[act]) if found is not None else None


def _again(found: Order, rated: OrderSaid | None = None, **refused: Any) -> str:
    """Show the order as it is now; its lines are read together."""
    whole_order = queries.my_order(viewer(), found.code)
    assert whole_order is not None
    return _page(whole_order, rated, **refused)


def _rated_again(found: Order, errors: Sequence[tuple[str | None, Any]], **refused: Any) -> str:
    """Show a refused rating; its fields have ids of their own beside those of cancelling."""
    beside = [(field and BESIDE.get(field, f"rating-{field}"), said) for field, said in errors]
    return _again(found, OrderSaid.read(), errors=beside, **refused)


def _page(found: Order, rated: OrderSaid | None = None, **refused: Any) -> str:
    """Show it; ``rated``: the rating that was refused, whose files wait under its key."""
    return render_template(
        "market/orders/show.html",
        order=found,
        can={verb for verb in life.ORDER.verbs if life.ORDER.may(found, verb, life.BUYER)},
        rating=queries.rating_of(found) if found.status == life.DONE else None,
        link=_link(found),
        rated=rated,
        key=rated.key if rated and rated.key else codes.random_token(),
        file_url=file_url(found),
        **came_along(rated),
        **_payment(found),
        **(refused or FRESH),
    )


def _payment(found: Order) -> dict[str, Any]:
    """Give how it is paid by transfer; ``payload`` None where there is nothing to be paid."""
    asked = account = payload = None
    apps: list[bank_apps.BankApp] = []
    if found.pay_by == TRANSFER and found.paid_at is None:
        asked = payments.request_of(queries.SUBJECT, found.id)
        account = payments.account_of(OWNER, found.shop_id)
    may_pay = life.ORDER.may(found, "say_paid", life.BUYER) and not found.is_said
    if asked is not None and account is not None and may_pay and asked.missing > 0:
        payload = paying.payload(asked, account)
        back = settings().base_url.rstrip("/") + url_for(".order", code=found.code)
        apps = bank_apps.for_paying(asked, account, back)
    label = _("A QR code for your bank's app")
    qr = qr_image.svg(payload, label) if payload else None
    return {"asked": asked, "account": account, "payload": payload, "qr": qr, "apps": apps}


def _link(found: Order) -> str:
    """Give the guest's link while this browser knows its secret."""
    return "" if viewer().is_signed_in else LINKS.address(found.code)
