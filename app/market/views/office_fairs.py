"""The market office's fairs: begun, changed, ended."""

from datetime import date
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.formats import WEEKDAYS
from app.core.text import day as read_day
from app.core.text import whole
from app.core.typed import field, words
from app.market.actions import fairs as actions
from app.market.blueprint import market
from app.market.models import Fair
from app.market.models.fairs import MAX_ABOUT, MAX_NAME
from app.market.policies import MARKET, is_market_office
from app.market.queries import fairs as queries
from app.market.views.common import office_tabs, viewer


def _may(viewer: object, _fair: Fair) -> bool:
    return is_market_office(viewer)  # type: ignore[arg-type]


@market.get("/can-bo/cho-so/phien-cho")
@access(is_market_office)
def office_fairs() -> ResponseReturnValue:
    day = queries.today(clock.now())
    return render_template(
        "market/fairs/office.html",
        fairs=queries.all_fairs(),
        today=day,
        weekdays=WEEKDAYS,
        tabs=office_tabs(),
    )


@market.get("/can-bo/cho-so/phien-cho/moi")
@access(is_market_office)
def new_fair() -> ResponseReturnValue:
    return _form(None)


@market.post("/can-bo/cho-so/phien-cho/moi")
@access(is_market_office)
@acts(again=lambda **refused: _form(None, **refused), said=_l("The fair is kept."))
def create_fair() -> str:
    return _save(None)


@market.get("/can-bo/cho-so/phien-cho/<code>")
@access(_may, load=lambda _viewer, code: queries.fair_to_change(code))
def edit_fair(found: Fair) -> ResponseReturnValue:
    return _form(found)


@market.post("/can-bo/cho-so/phien-cho/<code>")
@access(_may, load=lambda _viewer, code: queries.fair_to_change(code))
@acts(again=lambda found, **refused: _form(found, **refused), said=_l("The fair is kept."))
def change_fair(found: Fair) -> str:
    return _save(found)


def _save(found: Fair | None) -> str:
    when = (_weekday(), _day("starts_on"), _day("ends_on"))
    version = whole(field("version"))
    by = viewer().actor(viewer().agencies(MARKET)[0])
    name, about = field("name", MAX_NAME), words("about", MAX_ABOUT)
    actions.save(found, name, about, when, version, by, clock.now())
    return url_for(".office_fairs")


def _form(found: Fair | None, **refused: Any) -> str:
    days = [(str(number), name) for number, name in enumerate(WEEKDAYS)]
    return render_template("market/fairs/edit.html", fair=found, days=days, **(refused or FRESH))


def _weekday() -> int | None:
    return whole(field("weekday"), 1)


def _day(name: str) -> date:
    day = read_day(field(name))
    if day is None:
        raise DomainError(_("Write a day."), field=name)
    return day
