"""Words, tones and icons of what stands in the room's tables."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.market.models import ProductKind
from app.market.models import lives as life

SHOP_TONES = {
    life.DRAFT: "info",
    life.LISTED: "info",
    life.CONFIRMED: "ok",
    life.TAKEN_DOWN: "late",
    life.CLOSED: "soon",
}
PRODUCT_TONES = {
    life.DRAFT: "info",
    life.IN_REVIEW: "soon",
    life.ON_SALE: "ok",
    life.HIDDEN: "info",
    life.SOLD_OUT: "soon",
    life.TAKEN_DOWN: "late",
}
STATUS_WORDS = {
    life.LISTED: _l("Buyers see your shop and can call you. It takes orders once the commune's "
                    "market office has confirmed it."),
    life.CONFIRMED: _l("Buyers see your shop and can order."),
    life.TAKEN_DOWN: _l("The market office took your shop down. Nobody sees it now."),
    life.CLOSED: _l("You closed your shop. Nobody sees it now."),
    life.DRAFT: _l("Nobody sees your shop yet."),
}  # fmt: skip


def kind_choices(kinds: Sequence[ProductKind]) -> list[tuple[str, str]]:
    """Give the kinds to choose from, each branch together: "Tea", "Tea: old trees"."""
    below: dict[int | None, list[ProductKind]] = {}
    for kind in kinds:
        below.setdefault(kind.parent_id, []).append(kind)
    choices = [("", gettext("Choose"))]
    for top in below.get(None, []):
        choices.append((top.code, top.name))
        choices += [(each.code, f"{top.name}: {each.name}") for each in below.get(top.id, [])]
    return choices


def month_choices() -> list[tuple[str, str]]:
    """Give the months to choose from; the first choice is none."""
    months = [(f"{n}", gettext("month %(number)s", number=n)) for n in range(1, 13)]
    return [("", gettext("All year")), *months]


def office_tabs(counts: dict[str, int]) -> list[tuple[str, str, Any, int]]:
    """Give the pages of the market office: (name, address, label, how much waits there)."""
    lists = (
        ("shops", "gian-hang", gettext("To confirm")),
        ("products", "hang", gettext("To look at")),
        ("complaints", "bao-xau", gettext("Reported as bad")),
        ("appeals", "khieu-nai", gettext("Objections")),
        ("left", "don-cham", gettext("Orders left waiting")),
    )
    found = [
        (name, url_for("market.office_desk", xem=part), label, counts.get(name, 0))
        for name, part, label in lists
    ]
    pages = (
        ("figures", "market.office_figures", gettext("Figures")),
        ("ratings", "market.office_ratings", gettext("What buyers say")),
        ("fairs", "market.office_fairs", gettext("Friday fair")),
        ("forbidden", "market.forbidden", gettext("Forbidden goods")),
        ("checks", "market.shop_checks", gettext("Checks of shops")),
    )
    return found + [(name, url_for(endpoint), label, 0) for name, endpoint, label in pages]
