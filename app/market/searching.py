"""What the front page finds on the market, and which orders of one's own it shows."""

from datetime import datetime

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core.formats import money
from app.core.navigation import Card, Found, Source
from app.market import finding
from app.market.queries import browse, orders
from app.market.queries.browse import Filters

MOST_ORDERS = 2


def find_products(_viewer: Viewer, typed: str, limit: int) -> list[Found]:
    """Find products by their words, misspelt ones too."""
    words = finding.search_words(typed)
    if not words:
        return []
    rows = browse.products(Filters(words=tuple(dict.fromkeys(browse.meant(words))))).rows
    return [
        Found(
            row.name,
            f"{money(row.price_min)} · {row.shop.name} · {row.shop.commune.title}",
            url_for("market.product", code=row.code),
            "shop",
        )
        for row in rows[:limit]
    ]


def my_orders(viewer: Viewer, _now: datetime) -> list[Card]:
    """Give the cards of the viewer's newest orders that go on."""
    return [Card("market/orders/_mine.html", each) for each in orders.going(viewer, MOST_ORDERS)]


SOURCE = Source("products", _l("On the market"), find_products, order=40)
