"""The market office's fairs: begun, changed, ended."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError
from app.core.formats import WEEKDAYS
from app.core.text import day as read_day
from app.core.text import whole
from app.market.actions import fairs as actions
from app.market.blueprint import market
from app.market.models import Fair
from app.market.models.fairs import MAX_ABOUT, MAX_NAME
from app.market.policies import MARKET, is_market_office
from app.market.queries import fairs as queries
from app.market.views.common import FRESH, field, office_tabs, refusal, viewer, words


def _may(viewer: object, _fair: Fair) -> bool:
    return is_market_office(viewer)  # type: ignore[arg-type]


@market.get("/can-bo/cho-so/phien-cho")
@access(is_market_office)
def office_fairs() -> ResponseReturnValue:
    """List the fairs."""
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
    """Show the form of a new fair."""
    return _form(None)


@market.post("/can-bo/cho-so/phien-cho/moi")
@access(is_market_office)
def create_fair() -> ResponseReturnValue:
    """Begin a fair."""
    return _save(None)


@market.get("/can-bo/cho-so/phien-cho/<code>")
@access(_may, load=lambda _viewer, code: queries.fair_to_change(code))
def edit_fair(found: Fair) -> ResponseReturnValue:
    """Show a fair's form."""
    return _form(found)


@market.post("/can-bo/cho-so/phien-cho/<code>")
@access(_may, load=lambda _viewer, code: queries.fair_to_change(code))
def change_fair(found: Fair) -> ResponseReturnValue:
    """Change a fair."""
    return _save(found)


def _save(found: Fair | None) -> ResponseReturnValue:
    code = found.code if found else None
    try:
        when = (_weekday(), _day("starts_on"), _day("ends_on"))
        version = whole(field("version"))
        by = viewer().actor(viewer().agencies(MARKET)[0])
        name, about = field("name", MAX_NAME), words("about", MAX_ABOUT)
        actions.save(found, name, about, when, version, by, clock.now())
    except DomainError as error:
        db.session.rollback()
        again = queries.fair_to_change(code) if code else None
        return _form(again, error)
    db.session.commit()
    flash(_("The fair is kept."), "ok")
    return redirect(url_for(".office_fairs"), 303)


def _form(found: Fair | None, error: DomainError | None = None) -> ResponseReturnValue:
    shown = refusal(error) if error else FRESH
    days = [(str(number), name) for number, name in enumerate(WEEKDAYS)]
    page = render_template(
        "market/fairs/edit.html", fair=found, days=days, typed=request.form, **shown
    )
    return page, error.status if error else 200


def _weekday() -> int | None:
    return whole(field("weekday"), 1)


def _day(name: str) -> date:
    day = read_day(field(name))
    if day is None:
        raise DomainError(_("Write a day."), field=name)
    return day
