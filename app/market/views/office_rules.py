"""The market in figures, and the words of goods that may not be sold."""

from datetime import timedelta
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.forms import Line, Read, among, takes
from app.core.text import whole
from app.market import policies
from app.market.actions import office as office_actions
from app.market.blueprint import market
from app.market.models import ForbiddenWord
from app.market.queries import figures, office
from app.market.views.common import office_tabs, viewer
from app.places import queries as places
from app.places.models import Place

MONTH = timedelta(days=30)
MOST_PRODUCERS = 1_000_000


@market.get("/can-bo/cho-so/so-lieu")
@access(policies.is_market_office)
def office_figures() -> ResponseReturnValue:
    return _figures()


@market.post("/can-bo/cho-so/so-lieu")
@access(policies.is_market_office)
@acts(again=lambda **refused: _figures(**refused), said=_l("Saved."))
@takes(
    commune=Read(places.by_code),
    producers=Read(whole, among(range(1, MOST_PRODUCERS + 1), _l("Write a whole number."))),
    source=Line(160),
)
def set_producers(commune: Place | None, producers: int, source: str) -> str:
    """Write down how many producers a commune has."""
    now = clock.now()
    known = {row.place.id for row in figures.by_commune(viewer(), now - MONTH)}
    if commune is None or commune.id not in known:
        raise DomainError(_l("Choose the commune."), field="commune")
    office_actions.count_producers(commune, producers, source, viewer().actor(), now)
    return url_for(".office_figures")


@market.get("/can-bo/cho-so/hang-cam")
@access(policies.reads_rules)
def forbidden() -> ResponseReturnValue:
    """Show the words of goods that may not be sold."""
    return _words()


@market.post("/can-bo/cho-so/hang-cam")
@access(policies.writes_rules)
@acts(again=lambda **refused: _words(**refused))
@takes(text=Line(60), why=Line(120))
def forbid(text: str, why: str) -> str:
    office_actions.forbid(text, why, viewer().actor(), clock.now())
    return url_for(".forbidden")


@market.post("/can-bo/cho-so/hang-cam/<int:word_id>/bo")
@access(policies.writes_rule, load=office.rule)
@acts()
def allow(row: ForbiddenWord) -> str:
    office_actions.allow(row, viewer().actor(), clock.now())
    return url_for(".forbidden")


def _figures(**refused: Any) -> str:
    rows = figures.by_commune(viewer(), clock.now() - MONTH)
    return render_template(
        "market/office/figures.html",
        rows=rows,
        communes=[("", _("Choose")), *((row.place.code, row.place.title) for row in rows)],
        tabs=office_tabs(),
        **(refused or FRESH),
    )


def _words(**refused: Any) -> str:
    who = viewer()
    return render_template(
        "market/office/forbidden.html",
        rows=office.forbidden_rows(),
        may_write=policies.writes_rules(who),
        tabs=office_tabs(),
        **(refused or FRESH),
    )
