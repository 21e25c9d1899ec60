"""The market office's fairs: begun, changed, ended."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.formats import WEEKDAYS
from app.core.forms import Line, Read, Words, needed, takes
from app.core.text import day as read_day
from app.core.text import whole
from app.market.actions import fairs as actions
from app.market.blueprint import market
from app.market.models import Fair
from app.market.models.fairs import MAX_ABOUT, MAX_NAME
from app.market.policies import MARKET, is_market_office
from app.market.queries import fairs as queries
from app.market.views.common import office_tabs, viewer

FAIR: dict[str, Any] = {
    "version": Read(whole),
    "name": Line(MAX_NAME, needed(_l("Give the fair a name."))),
    "about": Words(MAX_ABOUT),
    "weekday": Read(lambda typed: whole(typed, 1)),
    "starts_on": Read(read_day, needed(_l("Write a day."))),
    "ends_on": Read(read_day, needed(_l("Write a day."))),
}


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
@takes(**FAIR)
def create_fair(**typed: Any) -> str:
    return _save(None, **typed)


@market.get("/can-bo/cho-so/phien-cho/<code>")
@access(_may, load=lambda _viewer, code: queries.fair_to_change(code))
def edit_fair(found: Fair) -> ResponseReturnValue:
    return _form(found)


@market.post("/can-bo/cho-so/phien-cho/<code>")
@access(_may, load=lambda _viewer, code: queries.fair_to_change(code))
@acts(again=lambda found, **refused: _form(found, **refused), said=_l("The fair is kept."))
@takes(**FAIR)
def change_fair(found: Fair, **typed: Any) -> str:
    return _save(found, **typed)


def _save(found: Fair | None, **told: Any) -> str:
    when = tuple(told.pop(name) for name in ("weekday", "starts_on", "ends_on"))
    by = viewer().actor(viewer().agencies(MARKET)[0])
    actions.save(found, when=when, by=by, now=clock.now(), **told)
    return url_for(".office_fairs")


def _form(found: Fair | None, **refused: Any) -> str:
    days = [(str(number), name) for number, name in enumerate(WEEKDAYS)]
    return render_template("market/fairs/edit.html", fair=found, days=days, **(refused or FRESH))
