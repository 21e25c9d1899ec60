"""Baskets, one for each shop, and ordering what is in one. Works without a script."""

from contextlib import suppress
from typing import Any

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import sending
from app.accounts.guest_links import GuestLinks
from app.core import clock, codes
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.error_pages import with_retry_after
from app.core.errors import DomainError, TooMany
from app.core.forms import takes
from app.core.idempotency import OtherContent
from app.market import basket_form
from app.market.actions import basketing, ordering
from app.market.actions.ordering import Line, OrderedAlready, Placed, Wanted
from app.market.basket_form import BasketForm, OrderForm
from app.market.blueprint import market
from app.market.models import Shop
from app.market.models.orders import BROUGHT, DELIVERY, PICKUP
from app.market.queries import baskets as queries
from app.market.queries import orders
from app.market.views.browse import photos_of
from app.market.views.common import viewer
from app.media import actions as media
from app.media.kinds import VOICE

LINKS = GuestLinks(
    orders.SUBJECT, orders.order_by_id, "market.open_order_link", remembered="orders"
)


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
    try:
        shop = _heard(shop, sent, wanted)
    except DomainError as refusal:
        return _refused(shop.slug, wanted, refusal)
    if do in (basket_form.ORDER, basket_form.AGAIN):
        return _order(shop, wanted)
    form = basket_form.typed(shop, wanted, clock.now())
    try:
        basketing.keep(viewer(), shop, form.quantities, clock.now())
    except TooMany as over:
        form.errors.append((None, over.message))
        _wait(form)
        page = _page(shop, form, over.status)
        db.session.commit()
        return with_retry_after(make_response(page), over)
    if sent.steps:
        _wait(form)
        return _stepped(shop, form)
    wanted.spoken.drop()  # kept with an order alone
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
        return _refused(slug, wanted, refusal)
    db.session.commit()
    _remember(placed)
    return redirect(url_for(".order", code=placed.code), 303)


def _heard(shop: Shop, sent: OrderForm, wanted: Wanted) -> Shop:
    """Decode a remark that was said, without the write lock; give the shop, loaded anew then."""
    voices = sent.voices.data
    if not any(voice.filename for voice in voices):
        return shop
    slug = shop.slug
    sending.count_files(voices)
    wanted.spoken = media.prepare({VOICE: voices})
    return _again(slug)


def _again(slug: str) -> Shop:
    shop = queries.open_shop(viewer(), slug)
    return shop if shop is not None else abort(404)


def _wait(form: BasketForm) -> None:
    """Let what was said wait for the form that comes back; what is wrong with it is told once."""
    try:
        form.wanted.wait(clock.now())
    except DomainError as refused:
        if (refused.field, refused.message) not in form.errors:
            form.errors.append((refused.field, refused.message))
    form.spoken = media.staged(VOICE, form.wanted.key)


def _refused(slug: str, wanted: Wanted, refusal: DomainError) -> ResponseReturnValue:
    db.session.rollback()
    shop = _again(slug)
    if isinstance(refusal, OtherContent):
        wanted.key = codes.random_token()
    form = basket_form.typed(shop, wanted, clock.now())
    form.errors.append((refusal.field, refusal.message))
    form.ordered = refusal.order if isinstance(refusal, OrderedAlready) else ""
    return _kept(shop, form, refusal.status)


def _kept(shop: Shop, form: BasketForm, status: int) -> ResponseReturnValue:
    """Show a refused order again; the basket itself is kept, for a number may have to be proved."""
    with suppress(TooMany):  # the page still shows what was chosen
        basketing.keep(viewer(), shop, form.quantities, clock.now())
    _wait(form)
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
        LINKS.remember(placed.code, placed.token)


def _here(shop: Shop) -> str:
    """Give the way back to this basket after a number was proved."""
    chosen: dict[str, Any] = {
        name: request.args[name] for name in ("them", "so") if name in request.args
    }
    return url_for(".basket", slug=shop.slug, **chosen)
