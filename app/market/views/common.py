"""What the room's views share."""

from typing import Any

from flask import request

from app.accounts.present import person as person
from app.accounts.present import viewer as viewer
from app.core import clock
from app.core.errors import DomainError
from app.core.text import clean
from app.market import labels
from app.market.policies import is_market_office
from app.market.queries import office

FRESH: dict[str, Any] = {"errors": [], "error": {}}
"""What a form needs that nobody has refused yet."""


def field(name: str, limit: int = 200) -> str:
    """Give one typed line, cleaned and at most ``limit`` characters long."""
    return " ".join(clean(request.form.get(name, "")[: limit * 4]).split())[:limit]


def words(name: str, limit: int = 2000) -> str:
    """Give typed words of several lines, cleaned and at most ``limit`` characters long."""
    return clean(request.form.get(name, "")[: limit * 4], limit)


def office_tabs() -> list[tuple[str, str, Any, int]]:
    """Give the market office's pages with what waits there; none to whoever has no such desk."""
    who = viewer()
    return labels.office_tabs(office.counts(who, clock.now())) if is_market_office(who) else []


def refusal(error: DomainError) -> dict[str, Any]:
    """Give what a form needs to show what was wrong."""
    return {"errors": [(error.field, error.message)], "error": {error.field: error.message}}
