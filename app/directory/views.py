"""What everybody reads: kinds, lists, what lies near, an entry, what a phone keeps."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import businesses
from app.core import clock, navigation, offline, page_cache, preferences
from app.core.access import PUBLIC, access
from app.core.act import FRESH, acts
from app.core.filters import Filters, asks, line
from app.core.formats import distance
from app.core.forms import Line, takes
from app.core.listing import Page, ways
from app.core.lunar import lunar
from app.core.working_days import calendar
from app.directory import days, faults, hours, queries
from app.directory.blueprint import directory
from app.directory.models import REASONS, DirectoryEntry
from app.places import contacts
from app.places import queries as places
from app.places.contacts import HOTLINE
from app.places.forms import coordinates
from app.places.models import COMMUNE, Place

FRESH_SECONDS = 10
TYPED = line(100)


@dataclass(frozen=True)
class Asked(Filters):
    """What the address of the list says; ``place`` a commune's code, ``place_name`` its name."""

    text: str = asks("q", TYPED)
    kind: str = asks("loai", line(40))
    place: str = asks("noi", line(40))
    place_name: str = asks("xa", TYPED)


@dataclass(frozen=True)
class Shown:
    """A line of a list: the entry, whether it is open, its next day, how far it is."""

    entry: DirectoryEntry
    state: hours.State | None
    coming: date | None
    away: str = ""


@directory.get("/danh-ba")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def index() -> ResponseReturnValue:
    """Show the kinds; once something is asked for, the list of it."""
    asked, now = Asked.read(request.args), clock.now()
    kinds = queries.kinds()
    kind = next((each for each in kinds if each.code == asked.kind), None)
    home = places.get(preferences.preferences().commune_id)
    if not asked.is_narrowed:
        return render_template("directory/index.html", kinds=kinds, asked=asked, home=home)
    place = _place(asked)
    unknown = place is None and bool(asked.place_name or asked.place)
    words = queries.search_words(asked.text)
    lost = unknown or (asked.text and not words) or (asked.kind and kind is None)
    page: Page[DirectoryEntry] = Page([])
    if not lost:
        after = request.args.get("sau", "")[:20]
        page = queries.listed(words, kind and kind.id, place and place.id, after)
    return render_template(
        "directory/list.html",
        kinds=kinds, kind=kind, asked=asked, place=place, home=home, unknown=unknown,
        rows=[as_line(each, now) for each in page.rows],
        **ways(".index", page, "sau", **asked.given),
    )  # fmt: skip


@directory.get("/danh-ba/gan")
@access(PUBLIC)
def near() -> ResponseReturnValue:
    """Show what of a kind lies nearest to where the phone is; the position is kept nowhere."""
    kind = queries.kind_by_code(line(40)(request.args.get("loai", "")))
    if kind is None:
        abort(404)
    now = clock.now()
    point = coordinates(request.args.get("lat", ""), request.args.get("long", ""))
    found = queries.nearest(kind, point.lat, point.long)
    rows = [as_line(each.entry, now, distance(each.metres)) for each in found]
    return render_template("directory/near.html", kind=kind, rows=rows)


@directory.get("/danh-ba/cap-cuu")
@access(PUBLIC)
@offline.kept_offline
def urgent() -> ResponseReturnValue:
    """Show ambulances with who is on duty, and what is urgent in one's commune: phones keep it."""
    now, commune_id = clock.now(), preferences.preferences().commune_id
    rows = queries.urgent(commune_id)
    return render_template(
        "directory/urgent.html",
        rows=rows, turns=queries.on_duty(rows, now), now=now, home=places.get(commune_id),
        hotlines=contacts.in_places(
            HOTLINE, [commune_id] if commune_id else [], clock.local(now).date()
        ),
    )  # fmt: skip


@directory.get("/danh-ba/<code>")
@access(PUBLIC, load=queries.shown)
@page_cache.for_strangers(FRESH_SECONDS)
def show(entry: DirectoryEntry) -> ResponseReturnValue:
    now = clock.now()
    shown, business = as_line(entry, now), businesses.load(entry.business_code)
    return render_template(
        "directory/show.html",
        entry=entry, line=shown, now=now, business=business,
        ways=navigation.beside(entry.kind.code, entry.agency),
        turns=queries.on_duty([entry], now).get(entry.id, []),
        coming_lunar=lunar(shown.coming) if shown.coming else None,
        own_facts=[(entry.kind.field_label(each), entry.values[each["name"]])
              for each in entry.kind.fields if entry.values.get(each["name"])],
    )  # fmt: skip


@directory.get("/danh-ba/<code>/bao-sai")
@access(PUBLIC, load=queries.shown)
def wrong(entry: DirectoryEntry) -> ResponseReturnValue:
    return _wrong(entry)


@directory.post("/danh-ba/<code>/bao-sai")
@access(PUBLIC, load=queries.shown)
@acts(
    again=lambda entry, **refused: _wrong(entry, **refused),
    said=_l("Thank you. The office that keeps this entry has been told."),
    counts=True,
)
@takes(reason=Line(10, name="sai"))
def say_wrong(entry: DirectoryEntry, reason: str) -> str:
    """Say what is wrong, with one tap and without an account."""
    faults.say(entry, reason, clock.now())
    return url_for(".show", code=entry.code)


def as_line(entry: DirectoryEntry, now: datetime, away: str = "") -> Shown:
    """Give what a list shows of an entry."""
    return Shown(entry, state_of(entry, now), coming_day(entry, now), away)


def state_of(entry: DirectoryEntry, now: datetime) -> hours.State | None:
    week = entry.week
    if week is None:
        return None
    return hours.state(week, now, calendar(), entry.kind.keeps_office_days)


def coming_day(entry: DirectoryEntry, now: datetime) -> date | None:
    return days.coming(entry.coming, clock.local(now).date()) if entry.days else None


def _place(asked: Asked) -> Place | None:
    """Give the commune that is meant, by its name or by its code; a former one's successor."""
    if asked.place_name:
        found = places.search(asked.place_name, COMMUNE, limit=1)
        return found[0].place if found else None
    place = places.by_code(asked.place) if asked.place else None
    if place is None or place.kind != COMMUNE:
        return None
    return next(iter(places.current(place)), None)


def _wrong(entry: DirectoryEntry, **refused: Any) -> str:
    values = {"entry": entry, "reasons": REASONS.items(), **FRESH, **refused}
    return render_template("directory/wrong.html", **values)
