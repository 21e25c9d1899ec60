"""A class for whoever reads of it: what comes, one class, a place in it, its files, calendars."""

from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.campaigns.queries import village_of
from app.community.lessons import queries as lessons
from app.community.training import attending, queries, rights, signing_up
from app.community.training.forms import JoinForm
from app.community.training.life import AHEAD, LIFE, OFF
from app.community.training.models import Training, TrainingPlace
from app.core import clock, page_cache, preferences, text
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.config import settings
from app.core.downloads import download
from app.core.forms import takes
from app.core.icalendar import TYPE, Event, written
from app.core.listing import ways
from app.core.offline import keep
from app.media.serving import Asked, serve
from app.places import queries as places
from app.places.models import COMMUNE, Place

FRESH_SECONDS = 5


def load_read(viewer: Viewer, code: str) -> Training | None:
    """Give a class to whoever may know of it."""
    found = queries.by_code(code)
    return found if found is not None and rights.may_read(viewer, found) else None


def load_own(viewer: Viewer, code: str) -> TrainingPlace | None:
    """Give the viewer's own place in a class."""
    found = load_read(viewer, code)
    return queries.place_of(viewer, found) if found is not None else None


def load_file(viewer: Viewer, code: str, thing: str, part: str) -> Asked | None:
    found = load_read(viewer, code)
    link = queries.file_of(found, thing) if found is not None else None
    return Asked(link.thing, part, False, link.title) if link is not None else None


def load_commune(_viewer: Viewer, code: str) -> Place | None:
    found = places.by_code(code)
    return found if found is not None and found.kind == COMMUNE else None


@community.get("/tap-huan")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def trainings() -> ResponseReturnValue:
    """Show what comes where one lives, or in the commune that was typed; what was, with ?cu=1."""
    typed, now = text.line(request.args.get("xa", ""), 100), clock.now()
    place, is_past = _place(typed), request.args.get("cu") == "1"
    listed = queries.past if is_past else queries.coming
    ids = queries.inside(place) if place is not None else []
    helps = bool(rights.members_of(viewer()))
    page = listed(ids, now, request.args.get("sau", "")[:20] or None, teams=helps)
    rows = [each for each in page.rows if rights.may_read(viewer(), each)]
    given = {"xa": typed or None, "cu": "1" if is_past else None}
    return render_template(
        "community/training/list.html",
        rows=rows, typed=typed, place=place, is_past=is_past,
        mine=queries.coming_of(viewer(), now),
        unknown=bool(typed) and place is None, **ways(".trainings", page, "sau", **given),
    )  # fmt: skip


@community.get("/tap-huan/xa/<code>/lich.ics")
@access(PUBLIC, load=load_commune)
def training_calendar(place: Place) -> ResponseReturnValue:
    """Give the coming classes of a commune for a calendar that looks again by itself."""
    now = clock.now()
    page = queries.coming(queries.inside(place), now, None, teams=False)
    events = [_event(each) for each in page.rows if each.status in AHEAD]
    name = _("Classes in %(place)s", place=place.title)
    return download(written(name, events, now), f"tap-huan-{place.code}.ics", TYPE)


@community.get("/tap-huan/<code>")
@access(PUBLIC, load=load_read)
def training(found: Training) -> ResponseReturnValue:
    keep()
    return _page(found)


@community.post("/tap-huan/<code>")
@access(PUBLIC, load=load_read)
@acts(again=lambda found, form, **refused: _page(found, form, **refused))
@takes(JoinForm)
def join_training(found: Training, form: JoinForm) -> Done:
    """Take a place, or the next one on the waiting list."""
    who, now = signing_up.of_viewer(viewer(), form.name.data, form.phone.data), clock.now()
    row = signing_up.sign_up(found, who, now)
    signing_up.held_by(viewer(), row, now)
    has, waits = (
        _("You have a place. See you there."),
        _("You are on the waiting list. As soon as a place is free, it is yours and you are told."),
    )
    return Done(url_for(".training", code=found.code), has if row.has_place else waits)


@community.post("/tap-huan/<code>/thoi")
@access(PUBLIC, load=load_own)
@acts(said=_l("Your place is given back. Your name is deleted there."))
def leave_training(row: TrainingPlace) -> str:
    code = row.training.code
    signing_up.leave(row, clock.now())
    return url_for(".training", code=code)


@community.get("/tap-huan/<code>/lich.ics")
@access(PUBLIC, load=load_read)
def training_event(found: Training) -> ResponseReturnValue:
    """Give one class for a phone's calendar."""
    return download(
        written(found.place.title, [_event(found)], clock.now()), f"lop-{found.code}.ics", TYPE
    )


@community.get("/tap-huan/<code>/tep/<thing>-<part>")
@access(PUBLIC, load=load_file)
def training_file(asked: Asked) -> ResponseReturnValue:
    return serve(asked)


def cards_of(found: Training) -> list[Any]:
    """Give the lesson cards of what it teaches, as far as there are any."""
    taught = {each.skill.code for each in found.skill_rows}
    return [each for each in lessons.cards() if each.code in taught] if taught else []


def who_signs_up(who: Viewer) -> dict[str, Any]:
    """Give what the form knows of whoever signs up: their name, and whether a phone is proved."""
    return {
        "name": (who.user.name or "") if who.user is not None else "",
        "proved": who.is_signed_in or who.proved_phone_index is not None,
        "signed_in": who.is_signed_in,
    }


def _event(found: Training) -> Event:
    link = settings().base_url.rstrip("/") + url_for(".training", code=found.code)
    place = found.place.title
    return Event(f"{found.code}@{found.place.code}", found.starts_at, found.title,
                 f"{found.venue}, {place}\n{found.words}".strip(), link)  # fmt: skip


def _page(found: Training, form: JoinForm | None = None, **refused: Any) -> str:
    now, who = clock.now(), current_viewer()
    row = queries.place_of(who, found)
    return render_template(
        "community/training/show.html",
        training=found, row=row, now=now, form=form or JoinForm(None),
        **who_signs_up(who), is_off=found.status == OFF,
        may_leave=row is not None and LIFE.may(found, "leave") and now < found.starts_at,
        ahead=queries.ahead_of(row) if row is not None and not row.has_place else 0,
        attends=rights.may_attend(who, found), helps=_helps(who, found, now),
        cards=cards_of(found), **{**FRESH, **refused},
    )  # fmt: skip


def _helps(who: Viewer, found: Training, now: datetime) -> bool:
    open_now = found.takes(now) or attending.is_near(found, now)
    return open_now and rights.may_help(who, found)


def _place(typed: str) -> Place | None:
    """Give the commune that was typed, else where the viewer lives."""
    if typed:
        found = places.search(typed, COMMUNE, limit=1)
        return found[0].place if found else None
    home = places.get(preferences.preferences().commune_id)
    if home is not None or viewer().user is None:
        return home
    village = village_of(viewer().user)  # type: ignore[arg-type]
    return village.parent if village is not None else None
