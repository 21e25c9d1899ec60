"""Calling for rescue: the form, one's own call with what became of it, the link for the family."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import phones, sending
from app.accounts.guest_links import GuestLinks
from app.accounts.viewer import Viewer
from app.core import clock, codes, text
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.offline import keep, kept_offline
from app.news.blueprint import news
from app.news.models import Alert
from app.news.queries import alerts
from app.news.rescue import calling, queries
from app.news.rescue.calling import SosForm
from app.news.rescue.models import MAX_WORDS, MOST_PEOPLE, NEEDS, RescueCall, takes_calls
from app.places import contacts
from app.places.contacts import HOTLINE
from app.places.models import COMMUNE, Place
from app.places.views import shown_where

LINKS = GuestLinks(queries.SUBJECT, queries.call_by_id, "news.open_rescue", remembered="rescues")
"""For the family to open."""


class Number(NamedTuple):
    """A number that takes text messages: as it is read, and as a phone dials it."""

    shown: str
    dial: str


def load_alert(viewer: Viewer, code: str) -> Alert | None:
    """Give an alert under which people call for rescue."""
    found = alerts.by_code(viewer, code)
    return found if found is not None and takes_calls(found) else None


@news.get("/cuu-giup")
@access(PUBLIC)
@kept_offline
def rescues() -> ResponseReturnValue:
    """Show the alerts under which one calls for rescue now, and one's own calls."""
    now = clock.now()
    on = [each for each in alerts.active(now) if takes_calls(each)]
    calls = queries.own(current_viewer())
    return render_template("news/rescue/index.html", alerts=on, calls=calls)


@news.get("/canh-bao/<code>/cuu-giup")
@access(PUBLIC, load=load_alert)
@kept_offline
def sos(alert: Alert) -> ResponseReturnValue:
    return _form(alert)


@news.post("/canh-bao/<code>/cuu-giup")
@access(PUBLIC, load=load_alert)
@acts(again=lambda alert, **refused: _form(alert, SosForm.read(), **refused), counts=True)
def call_rescue(alert: Alert) -> Done | Response:
    """Take a call in; without a script the same form looks a commune up first."""
    form = SosForm.read()
    if form.searches:
        return make_response(_form(alert, form))
    sending.spend(sending.RESCUES, clock.now())
    made = calling.call(form, alert, current_viewer(), clock.now())
    if made.token:
        LINKS.remember(made.code, made.token)
    said = _("The duty officers have your call. Keep your phone on.")
    return Done(url_for(".rescue_call", code=made.code), said, code=made.code)


@news.get("/cuu-giup/<code>")
@access(PUBLIC, load=queries.call_by_code)
def rescue_call(call: RescueCall) -> ResponseReturnValue:
    """Show a call to whoever sent it: received, on the way, done."""
    keep()
    return render_template(
        "news/rescue/call.html",
        call=call,
        house=call.rescue,
        link=LINKS.address(call.code),
        now=clock.now(),
    )


@news.post("/cuu-giup/<code>/an-toan")
@access(PUBLIC, load=queries.call_by_code)
@acts(said=_l("Good. The duty officers know that you are safe."))
def say_safe(call: RescueCall) -> str:
    calling.say_safe(call, current_viewer().reference, clock.now())
    return url_for(".rescue_call", code=call.code)


@news.get("/cuu-giup/nhan/<token>")
@access(PUBLIC)
def open_rescue(token: str) -> ResponseReturnValue:
    """Show what the family's link opens; who holds it already goes to its clean address."""
    found = LINKS.opened(token)
    if queries.is_own(current_viewer(), found):
        return redirect(url_for(".rescue_call", code=found.code), 303)
    return render_template("news/rescue/open_link.html", call=found, token=token)


@news.post("/cuu-giup/nhan/<token>")
@access(PUBLIC)
@acts()
def hold_rescue(token: str) -> str:
    """Let this browser hold the call."""
    return url_for(".rescue_call", code=LINKS.hold(token).code)


def _form(alert: Alert, form: SosForm | None = None, **refused: Any) -> str:
    where = calling.whereabouts_of(form, alert)
    user = current_viewer().user
    numbers = _text_numbers(alert)
    return render_template(
        "news/rescue/sos.html",
        alert=alert, is_on=alert.is_on(clock.now()), form=form, where=where, numbers=numbers,
        key=form.key if form and form.key else codes.random_token(), needs=NEEDS.items(),
        chosen=form.needs if form else (), prepared=prepared_text(alert), most=MAX_WORDS,
        most_people=MOST_PEOPLE, own_phone=user.masked_phone if user else "",
        **shown_where(where), **(refused or FRESH),
    )  # fmt: skip


def prepared_text(alert: Alert) -> str:
    """Give what a text message says: without accents, which would halve what one message holds."""
    asked = _("SOS (%(code)s). Where? How many people? What is needed?", code=alert.code)
    return text.fold(asked).upper()


def _text_numbers(alert: Alert) -> Sequence[Number]:
    """Give the mobile numbers that the alert names, else its communes' hotlines: never others."""
    communes = [_commune_id(row.place) for row in alert.places]
    today = clock.local(clock.now()).date()
    rows = [row for row in contacts.in_places(HOTLINE, communes, today) if row.place_id]
    known = [Number(row.value, row.dial) for row in rows]
    if alert.contact_phone:
        known.insert(0, Number(alert.contact_phone, contacts.dialled(alert.contact_phone)))
    return [each for each in known if _is_mobile(each.dial)][:1]


def _commune_id(place: Place) -> int:
    return place.id if place.kind == COMMUNE else place.parent_id or place.id


def _is_mobile(number: str) -> bool:
    try:
        return bool(phones.parse(number))
    except phones.NotAPhone:
        return False
