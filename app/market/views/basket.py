"""Baskets, one for each shop, and ordering what is in one. Works without a script."""

from contextlib import suppress
from typing import Any

from flask import flash, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock, codes
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.error_pages import with_retry_after
from app.core.errors import DomainError, TooMany
from app.core.forms import takes
from app.market import basket_form
from app.market.actions import basketing, ordering
from app.market.actions.ordering import Line, OrderedAlready, Placed, Wanted
from app.market.basket_form import BasketForm, OrderForm
from app.market.blueprint import market
from app.market.models import Shop
from app.market.models.orders import BROUGHT, DELIVERY, PICKUP
from app.market.queries import baskets as queries
from app.market.views.browse import photos_of
from app.market.views.common import viewer

LINKS = "orders"
"""In the signed cookie: the links of the last orders placed from here, for their page."""
MOST_LINKS = 3


@market.get("/cho-so/gio")
@access(PUBLIC)
def baskets() -> ResponseReturnValue:
    """List the viewer's baskets, one for each shop."""
    found = [each for each in queries.baskets_of(viewer()) if each.lines]
    return render_template("market/baskets.html", baskets=found)


@market.get("/cho-so/<slug>/gio")
@access(PUBLIC, load=queries.open_shop)
def basket(shop: Shop) -> ResponseReturnValue:
    """Show the basket at a shop, with the product that was just chosen; nothing is kept yet."""
    chosen = Line(
        request.args.get("them", "")[: basket_form.MAX_CODE],
        basket_form.number(request.args.get("so", "1")),
        None,
    )
    return _page(
        shop, basket_form.stored(shop, viewer(), chosen if chosen.code else None, clock.now())
    )


@market.post("/cho-so/<slug>/gio")
@access(PUBLIC, load=queries.open_shop)
@takes(OrderForm)
def change_basket(shop: Shop, sent: OrderForm) -> ResponseReturnValue:
    wanted, do = sent.wanted(viewer()), sent.do.data
    if do in (basket_form.ORDER, basket_form.AGAIN):
        return _order(shop, wanted)
    form = basket_form.typed(shop, wanted, clock.now())
    try:
        basketing.keep(viewer(), shop, form.quantities, clock.now())
    except TooMany as over:
        form.errors.append((None, over.message))
        page = _page(shop, form, over.status)
        db.session.commit()
        return with_retry_after(make_response(page), over)
    if sent.steps:
        return _stepped(shop, form)
    back = url_for(".basket" if do == "count" else ".shop", slug=shop.slug)
    db.session.commit()
    flash(_("The basket is kept."), "ok")
    return redirect(back, 303)


def _stepped(shop: Shop, form: BasketForm) -> ResponseReturnValue:
    """Show the basket with all that was typed; sent once more it counts no further."""
    page = _page(shop, form)
    db.session.commit()
    return page


def _order(shop: Shop, wanted: Wanted) -> ResponseReturnValue:
    slug = shop.slug
    try:
        placed = ordering.place(shop, wanted, viewer(), clock.now())
    except DomainError as refusal:
        db.session.rollback()
        again = queries.open_shop(viewer(), slug)
        assert again is not None
        wanted.key = codes.random_token()
        form = basket_form.typed(again, wanted, clock.now())
        form.errors.append((refusal.field, refusal.message))
        form.ordered = refusal.order if isinstance(refusal, OrderedAlready) else ""
        return _kept(again, form, refusal.status)
    db.session.commit()
    _remember(placed)
    return redirect(url_for(".order", code=placed.code), 303)


def _kept(shop: Shop, form: BasketForm, status: int) -> ResponseReturnValue:
    """Show a refused order again; the basket itself is kept, for a number may have to be proved."""
    with suppress(TooMany):  # the page still shows what was chosen
        basketing.keep(viewer(), shop, form.quantities, clock.now())
    page = _page(shop, form, status)
    db.session.commit()
    return page


def _page(shop: Shop, form: BasketForm, status: int = 200) -> ResponseReturnValue:
    person, ways = viewer(), ordering.ways_of(shop)
    way = form.wanted.way or (PICKUP if PICKUP in ways else next(iter(ways), ""))
    fee = shop.delivery_fee if way == DELIVERY else 0
    page = render_template(
        "market/basket.html",
        shop=shop,
        form=form,
        ways=ways,
        way=way,
        total=form.goods + fee,
        photo_url=photos_of,
        brought=BROUGHT,
        payments=ordering.payments_of(shop),
        proved=person.is_signed_in or person.proved_phone_index is not None,
        signed_in=person.is_signed_in,
        here=_here(shop),
        is_mine=shop.is_managed_by(person.user_id),
    )
    return page, status


def _remember(placed: Placed) -> None:
    if placed.token:
        known = [pair for pair in cookie.get(LINKS, []) if pair[0] != placed.code]
        cookie[LINKS] = [*known, [placed.code, placed.token]][-MOST_LINKS:]


def _here(shop: Shop) -> str:
    """Give the way back to this basket after a number was proved."""
    chosen: dict[str, Any] = {
        name: request.args[name] for name in ("them", "so") if name in request.args
    }
    return url_for(".basket", slug=shop.slug, **chosen)
