"""What buyers said of their orders, read by the market office; nobody's name stands there."""

from collections.abc import Callable

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core.access import access
from app.core.listing import ways
from app.core.text import whole
from app.market.blueprint import market
from app.market.models import Order
from app.market.policies import hears_ratings, is_market_office
from app.market.queries.ratings import rated_file, ratings, said_with
from app.market.views.common import office_tabs, viewer
from app.media.models import Attachment
from app.media.serving import Asked, serve


@market.get("/can-bo/cho-so/danh-gia")
@access(is_market_office)
def office_ratings() -> ResponseReturnValue:
    """List the ratings of the shops that the viewer's offices answer for."""
    found = ratings(viewer(), whole(request.args.get("truoc", "")))
    return render_template(
        "market/orders/ratings.html",
        rows=found.rows,
        steps=said_with(order for _rating, order in found.rows),
        file_url=_file_url,
        **ways(".office_ratings", found, "truoc"),
        tabs=office_tabs(),
    )


def load_rated(viewer: Viewer, code: str, thing: str, part: str) -> Asked | None:
    """Give a part of what came with a rating, to the office that answers for the shop."""
    found = rated_file(viewer, code, thing)
    return Asked(found, part, False) if found is not None else None


@market.get("/can-bo/cho-so/danh-gia/<code>/tep/<thing>-<part>")
@access(hears_ratings, load=load_rated)
def rated(asked: Asked) -> ResponseReturnValue:
    """Serve a photo or a voice of a rating; nobody may keep it."""
    return serve(asked)


def _file_url(order: Order) -> Callable[[Attachment, str], str]:
    return lambda thing, part: url_for(".rated", code=order.code, thing=thing.code, part=part)
