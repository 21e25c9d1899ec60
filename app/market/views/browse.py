"""What everybody sees: the list with its search, one product, one shop."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock, navigation, offline, page_cache
from app.core.access import PUBLIC, access
from app.core.listing import ways
from app.market import finding
from app.market.actions.ordering import ways_of
from app.market.blueprint import market
from app.market.finding import ListForm
from app.market.models import Fair, Product, Shop
from app.market.owners import business_of
from app.market.policies import may_sell
from app.market.queries import baskets, browse, fairs
from app.market.queries.orders import faces_of
from app.market.structured import product_data
from app.market.views.common import viewer
from app.media.models import Photo

FRESH_SECONDS = 10
"""How old a page may be that is shown to visitors who are not signed in."""


@market.get("/cho-so")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
@offline.kept_offline
def index() -> ResponseReturnValue:
    """Show products, narrowed as the address says."""
    asked, now = ListForm.read(request.args), clock.now()
    found = finding.find(asked, now, finding.TYPED(request.args.get("sau", "")))
    return render_template(
        "market/index.html",
        asked=asked,
        found=found,
        kinds=finding.top_kinds(found.kinds),
        kept=asked.given,
        **ways(".index", found.page, "sau", **asked.given),
        fair=next(iter(_open_fairs()), None),
        **shown(found.page.rows),
    )


@market.get("/cho-so/san-pham/<code>")
@access(PUBLIC, load=browse.shown_product)
@page_cache.for_strangers(FRESH_SECONDS)
def product(found: Product) -> ResponseReturnValue:
    """Show one product; ordering begins with a form that writes nothing."""
    alike = browse.alike(found)
    day = fairs.today(clock.now())
    return render_template(
        "market/product.html",
        product=found,
        structured=product_data(found, day) if found.is_public else "",
        alike=alike,
        is_mine=may_sell(viewer(), found.shop),
        ways=ways_of(found.shop),
        **shown([found, *alike]),
    )


@market.get("/cho-so/<slug>")
@access(PUBLIC, load=baskets.open_shop)
@page_cache.for_strangers(FRESH_SECONDS)
def shop(found: Shop) -> ResponseReturnValue:
    after = request.args.get("sau", "")
    page = browse.shelf(found, browse.product_by_code(after) if after else None)
    return render_template(
        "market/shop.html",
        shop=found,
        page=page,
        faces=faces_of(found),
        is_mine=may_sell(viewer(), found),
        ways=ways_of(found),
        parts_of=navigation.of_business(business_of(found), is_own=False),
        **ways(".shop", page, "sau", slug=found.slug),
        **shown(page.rows),
    )


def shown(rows: Sequence[Product]) -> dict[str, Any]:
    now = clock.now()
    prices, day = fairs.prices_of(rows, now), fairs.today(now)
    return {"prices": prices, "today": day, "photo_url": photos_of}


def photos_of(product: Product) -> Callable[[Photo, str], str]:
    return lambda photo, size: url_for(
        "market.photo", code=product.code, photo=photo.code, size=size
    )


def _open_fairs() -> Sequence[Fair]:
    return fairs.present_fairs(fairs.today(clock.now()))
