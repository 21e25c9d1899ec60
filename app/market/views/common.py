"""What the room's views share."""

from typing import Any

from app.accounts.present import person as person
from app.accounts.present import viewer as viewer
from app.core import clock
from app.market import labels
from app.market.policies import is_market_office
from app.market.queries import office


def office_tabs() -> list[tuple[str, str, Any, int]]:
    """Give the market office's pages with what waits there; none to whoever has no such desk."""
    who = viewer()
    return labels.office_tabs(office.counts(who, clock.now())) if is_market_office(who) else []
