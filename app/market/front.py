"""What the room shows on the front page and on the desk."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from app.accounts.viewer import Viewer
from app.core.navigation import Card, Goal, Link, Waiting
from app.market.policies import is_market_office, writes_rules_alone
from app.market.queries import office, shops

TILE = Link("market.index", _l("Digital market"), "shop", tone="gold", order=30)
DESK_TAB = Link(
    "market.office_desk", _l("Digital market"), "shop", order=50, shown_to=is_market_office
)
RULES_TAB = Link(
    "market.forbidden", _l("Forbidden goods"), "flag", order=90, shown_to=writes_rules_alone
)
"""For administrators who work in no market office: they have no other way there."""
MOST = 2


def _to_confirm(viewer: Viewer, _now: datetime) -> Any:
    return office.shop_count(viewer) if is_market_office(viewer) else None


def _left(viewer: Viewer, now: datetime) -> Any:
    return office.left_count(viewer, now) if is_market_office(viewer) else None


WAITING = (
    Waiting(
        "market.office_desk",
        lambda number, count: ngettext(
            "%(count)s shop to confirm", "%(count)s shops to confirm", number, count=count
        ),
        _to_confirm, order=40, values={"xem": "gian-hang"},
    ),
    Waiting(
        "market.office_desk",
        lambda number, count: ngettext(
            "%(count)s order left unanswered", "%(count)s orders left unanswered",
            number, count=count,
        ),
        _left, order=50, values={"xem": "don-cham"},
    ),
)  # fmt: skip


def my_shops(viewer: Viewer, _now: datetime) -> list[Card]:
    """Give the cards of the shops the viewer looks after."""
    return [Card("market/seller/_mine.html", shop) for shop in shops.mine(viewer)[:MOST]]


GOALS = (
    Goal(
        "market.index", _l("Digital market"), "shop",
        lazy_pgettext("typed", "buy, goods, speciality, vegetables, honey, near me"),
    ),
    Goal(
        "market.new_shop", _l("Sell on the market"), "shop",
        lazy_pgettext("typed", "sell, open a shop, start a stall, my products"),
    ),
    Goal(
        "market.seller", _l("My shops"), "shop",
        lazy_pgettext(
            "typed",
            "my shop, my stall, QR to be paid, "
            "enter an amount, today's takings",
        ),
    ),
    Goal(
        "market.seller_orders", _l("Orders at my shop"), "order",
        lazy_pgettext("typed", "orders at my shop, who ordered, customers' orders"),
    ),
    Goal(
        "market.orders", _l("My orders"), "order",
        lazy_pgettext("typed", "my orders, where is my order, cancel an order, what I bought"),
    ),
    Goal(
        "market.baskets", _l("Baskets"), "basket",
        lazy_pgettext("typed", "basket, cart, what I chose"),
    ),
    Goal(
        "market.fairs", _l("Fairs"), "fair",
        lazy_pgettext("typed", "fair, market day, Friday fair, cheap"),
    ),
    Goal(
        "market.rules", _l("Rules of the market"), "note",
        lazy_pgettext(
            "typed",
            "rules of the market, forbidden goods, "
            "seller's duties, complaint about a seller",
        ),
    ),
)  # fmt: skip
"""What the front page's search finds of this room: pages by what one wants there."""
