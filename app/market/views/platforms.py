"""The catalogue for other platforms, and links to where they take it."""

from typing import NamedTuple

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import PROVED, access
from app.market import platforms as catalogues
from app.market import policies
from app.market.blueprint import market
from app.market.models import Shop
from app.market.queries import products, shops


class Wanted(NamedTuple):
    """A shop's catalogue for a platform."""

    shop: Shop
    platform: str


def load_catalogue(viewer: Viewer, slug: str, platform: str) -> Wanted | None:
    """Give the viewer's shop and a platform that is known."""
    shop = shops.managed(viewer, slug) if platform in catalogues.PLATFORMS else None
    return Wanted(shop, platform) if shop is not None else None


def may_take(viewer: Viewer, wanted: Wanted) -> bool:
    """As ``policies.can_sell``."""
    return policies.can_sell(viewer, wanted.shop)


@market.get("/cho-so/ban/<slug>/san-khac")
@access(policies.can_sell, load=shops.managed, asks=PROVED)
def platforms(shop: Shop) -> ResponseReturnValue:
    """Show how to bring the catalogue to another platform."""
    return render_template(
        "market/seller/platforms.html",
        shop=shop,
        platforms=catalogues.PLATFORMS,
        count=len(products.on_sale(shop)),
    )


@market.get("/cho-so/ban/<slug>/san-khac/<platform>.csv")
@access(may_take, load=load_catalogue, asks=PROVED)
def catalogue(wanted: Wanted) -> ResponseReturnValue:
    """Give what is on sale as CSV in the platform's columns."""
    shop, platform = wanted
    today = clock.local(clock.now()).date()
    content = catalogues.catalogue(platform, products.on_sale(shop), today)
    name = f"{platform}-{shop.slug}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/csv", headers=headers)
