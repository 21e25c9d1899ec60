"""The catalogue for other platforms, and links to where they take it."""

import json
from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import PROVED, access, current_viewer
from app.core.downloads import download
from app.core.tables.writing import TYPES
from app.market import platforms as catalogues
from app.market import policies, seller_copy
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
    """As ``policies.may_sell``."""
    return policies.may_sell(viewer, wanted.shop)


def owns(viewer: Viewer, shop: Shop) -> bool:
    """Tell whether the shop is the viewer's own: bank account and registration are in the copy."""
    return shop.owner_id is not None and shop.owner_id == viewer.user_id


@market.get("/cho-so/ban/<slug>/du-lieu.json")
@access(owns, load=shops.managed, asks=PROVED)
def own_copy(shop: Shop) -> ResponseReturnValue:
    """Give the owner all that is kept of the shop."""
    content = json.dumps(seller_copy.copy_of(shop), ensure_ascii=False, indent=1)
    return download(content, f"gian-hang-{shop.slug}.json", TYPES["json"])


@market.get("/cho-so/ban/<slug>/san-khac")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def platforms(shop: Shop) -> ResponseReturnValue:
    """Show how to bring the catalogue to another platform."""
    return render_template(
        "market/seller/platforms.html",
        shop=shop,
        platforms=catalogues.PLATFORMS,
        count=len(products.on_sale(shop)),
        owns=owns(current_viewer(), shop),
    )


@market.get("/cho-so/ban/<slug>/san-khac/<platform>.csv")
@access(may_take, load=load_catalogue, asks=PROVED)
def catalogue(wanted: Wanted) -> ResponseReturnValue:
    """Give what is on sale as CSV in the platform's columns."""
    shop, platform = wanted
    today = clock.local(clock.now()).date()
    content = catalogues.catalogue(platform, products.on_sale(shop), today)
    return download(content, f"{platform}-{shop.slug}.csv", TYPES["csv"])
