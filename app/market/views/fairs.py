"""The fair's own page, following it, and a seller's offers at it."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import PUBLIC, SIGNED_IN, access
from app.core.act import FRESH, Done, acts
from app.core.errors import DomainError
from app.core.forms import Line, Read, needed, takes
from app.core.listing import ways
from app.core.text import whole
from app.market.actions import fairs as actions
from app.market.blueprint import market
from app.market.models import Fair, Product, Shop
from app.market.policies import may_sell
from app.market.queries import fairs as queries
from app.market.queries import products, shops
from app.market.views.browse import shown
from app.market.views.common import person, viewer

CHOOSE = _l("Choose a product of your shop.")


@market.get("/cho-so/phien-cho")
@access(PUBLIC)
def fairs() -> ResponseReturnValue:
    """List the fairs that go on; a single one is shown at once."""
    day = queries.today(clock.now())
    found = queries.present_fairs(day)
    if len(found) == 1:
        return redirect(url_for(".fair", code=found[0].code), 303)
    return render_template("market/fairs/index.html", fairs=found, today=day)


@market.get("/cho-so/phien-cho/<code>")
@access(PUBLIC, load=lambda _viewer, code: queries.fair_by_code(code))
def fair(found: Fair) -> ResponseReturnValue:
    after = whole(request.args.get("sau", ""))
    page = queries.offers_in(found, after)
    day = queries.today(clock.now())
    return render_template(
        "market/fairs/show.html",
        fair=found,
        offers=page.rows,
        next_day=found.next_day(day),
        shops=queries.shops_in(found),
        follows=queries.follows(found, viewer().user_id),
        signed_in=viewer().is_signed_in,
        sells=bool(shops.mine(viewer())),
        **ways(".fair", page, "sau", code=found.code),
        **shown([]) | {"today": day},
    )


@market.post("/cho-so/phien-cho/<code>/theo-doi")
@access(SIGNED_IN, load=lambda _viewer, code: queries.fair_by_code(code))
@acts()
@takes(on=Line())
def follow_fair(found: Fair, on: str) -> Done:
    """Be told on the fair's mornings, or no more."""
    wanted = on == "1"
    actions.follow(found, person(), wanted)
    said = _("You are told on the morning of each fair.") if wanted else _("You are told no more.")
    return Done(url_for(".fair", code=found.code), said)


@market.get("/cho-so/ban/phien-cho/<code>")
@access(SIGNED_IN, load=lambda _viewer, code: queries.fair_by_code(code))
def join_fair(found: Fair) -> ResponseReturnValue:
    """Go to the offers of the viewer's shop; with several, the first confirmed one."""
    mine = sorted(shops.mine(viewer()), key=lambda shop: not shop.is_confirmed)
    if not mine:
        return redirect(url_for(".seller"), 303)
    return redirect(url_for(".fair_offers", code=found.code, slug=mine[0].slug), 303)


@market.get("/cho-so/ban/phien-cho/<code>/<slug>")
@access(SIGNED_IN, load=lambda viewer, code, slug: _joined(code, slug))
def fair_offers(asked: tuple[Fair, Shop]) -> ResponseReturnValue:
    return _page(*asked)


@market.post("/cho-so/ban/phien-cho/<code>/<slug>")
@access(SIGNED_IN, load=lambda viewer, code, slug: _joined(code, slug))
@acts(again=lambda asked, **refused: _page(*asked, **refused), said=_l("Done."))
@takes(
    product=Read(products.by_code, needed(CHOOSE)),
    price=Line(40, needed(_l("Write a price in đồng, such as 45.000."))),
)
def make_offer(asked: tuple[Fair, Shop], product: Product, price: str) -> str:
    found, shop = asked
    if product.shop_id != shop.id:
        raise DomainError(CHOOSE, field="product")
    actions.offer(found, product, price, clock.now())
    return url_for(".fair_offers", code=found.code, slug=shop.slug)


@market.post("/cho-so/ban/phien-cho/<code>/<slug>/thoi")
@access(SIGNED_IN, load=lambda viewer, code, slug: _joined(code, slug))
@acts(again=lambda asked, **refused: _page(*asked, **refused), said=_l("Done."))
@takes(number=Read(whole, name="offer"))
def end_offer(asked: tuple[Fair, Shop], number: int | None) -> str:
    found, shop = asked
    offer = queries.offer_by_id(found, number) if number is not None else None
    if offer is None or offer.product.shop_id != shop.id:
        raise DomainError(_("This offer is not there any more."))
    actions.end_offer(offer, clock.now())
    return url_for(".fair_offers", code=found.code, slug=shop.slug)


def _joined(code: str, slug: str) -> tuple[Fair, Shop] | None:
    found, shop = queries.fair_by_code(code), shops.by_slug(slug)
    if found is None or shop is None or not may_sell(viewer(), shop):
        return None
    return found, shop


def _page(found: Fair, shop: Shop, **refused: Any) -> str:
    day = queries.today(clock.now())
    offers = queries.offers_of(shop, found)
    taken = {each.product_id for each in offers}
    free = [p for p in products.of_shop(shop) if p.id not in taken and p.may_be_ordered]
    return render_template(
        "market/fairs/offers.html",
        fair=found,
        shop=shop,
        offers=offers,
        free=free,
        next_day=found.next_day(day),
        **(refused or FRESH),
    )
