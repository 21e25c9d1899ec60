"""What the room shows on the front page and on the desk."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core.navigation import Card, Link
from app.market.policies import is_market_office, writes_rules_alone
from app.market.queries import shops

TILE = Link("market.index", _l("Digital market"), "shop", tone="gold", order=30)
DESK_TAB = Link(
    "market.office_desk", _l("Digital market"), "shop", order=50, shown_to=is_market_office
)
RULES_TAB = Link(
    "market.forbidden", _l("Forbidden goods"), "flag", order=90, shown_to=writes_rules_alone
)
"""For administrators who work in no market office: they have no other way there."""
MOST = 2


def my_shops(viewer: Viewer, _now: datetime) -> list[Card]:
    """Give the cards of the shops the viewer looks after."""
    return [Card("market/seller/_mine.html", shop) for shop in shops.mine(viewer)[:MOST]]
