"""What buyers said of their orders, read by the market office; nobody's name stands there."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.access import access
from app.core.listing import ways
from app.core.text import whole
from app.market.blueprint import market
from app.market.policies import is_market_office
from app.market.queries.ratings import ratings
from app.market.views.common import office_tabs, viewer


@market.get("/can-bo/cho-so/danh-gia")
@access(is_market_office)
def office_ratings() -> ResponseReturnValue:
    """List the ratings of the shops that the viewer's offices answer for."""
    found = ratings(viewer(), whole(request.args.get("truoc", "")))
    return render_template(
        "market/orders/ratings.html",
        rows=found.rows,
        **ways(".office_ratings", found, "truoc"),
        tabs=office_tabs(),
    )
