"""The front page, the search over all rooms, and the emergency numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from markupsafe import Markup

from app.core import clock, navigation, offline, page_cache, preferences
from app.core.access import PUBLIC, access, current_viewer
from app.core.matching import best, named
from app.core.navigation import Card, Found, Goal, Source, Task
from app.core.text import clean
from app.places import contacts
from app.places import queries as places
from app.places.contacts import HOTLINE, LINK
from app.places.models import COMMUNE

home = Blueprint("home", __name__)

FRESH_SECONDS = 10
PARTS_SECONDS = 30
"""How old news and what was mended may be: they are everybody's, and are read by all."""
FOUND_PER_SOURCE = 5
MOST_LETTERS = 200


@dataclass(frozen=True)
class Hotline:
    """A number that is free and answers day and night, what it is, and when to call it."""

    number: str
    name: Any
    when: Any
    words: Any
    """What people type who need it: see ``navigation.Goal``."""


HOTLINES = (
    Hotline(
        "113", _l("Police"), _l("Crime, fights, accidents on the road"),
        lazy_pgettext("typed", "police, thief, robbery, fight, road accident, hit and run"),
    ),
    Hotline(
        "114", _l("Fire and rescue"), _l("Fire, people trapped, fallen trees or wires"),
        lazy_pgettext(
            "typed",
            "fire brigade, house on fire, forest fire, "
            "burning, somebody trapped, drowning",
        ),
    ),
    Hotline(
        "115", _l("Ambulance"), _l("Somebody is badly hurt or suddenly very ill"),
        lazy_pgettext(
            "typed",
            "ambulance, first aid, stroke, unconscious, "
            "bleeding, snake bite, giving birth",
        ),
    ),
    Hotline(
        "112", _l("Search and rescue"), _l("Floods, landslips, people missing"),
        lazy_pgettext(
            "typed",
            "search and rescue, flash flood, swept away, "
            "landslip, missing, lost in the forest",
        ),
    ),
    Hotline(
        "111", _l("Protection of children"), _l("A child is beaten, left alone or in danger"),
        lazy_pgettext(
            "typed",
            "child beaten, child abuse, violence against children, "
            "abandoned child, lost child",
        ),
    ),
)  # fmt: skip
"""The national numbers, those most often needed first."""


GOALS = (
    Goal(
        "home.emergency", _l("Emergency calls"), "call",
        lazy_pgettext("typed", "emergency numbers, hotline, help, sos, whom to call"),
    ),
    Goal(
        "home.hotlines", _l("Numbers to call"), "call",
        lazy_pgettext(
            "typed",
            "hotline of the commune, number of the power company, whom do I call, office's number",
        ),
    ),
    Goal(
        "places.search", _l("Old and new communes"), "pin",
        lazy_pgettext(
            "typed",
            "old commune, former district, merged commune, "
            "new name of my commune, which ward",
        ),
    ),
)  # fmt: skip


def numbers(_viewer: Any) -> list[Goal]:
    """Give each number as what one may look for."""
    return [
        Goal(
            "home.emergency", f"{line.number} · {line.name}", "call", line.words, line.when,
            {"_anchor": f"so-{line.number}"},
        )
        for line in HOTLINES
    ]  # fmt: skip


@home.get("/")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
@offline.kept_offline
def index() -> ResponseReturnValue:
    """Show the front page: search, the one main act, what works, and what is the viewer's."""
    viewer, now = current_viewer(), clock.now()
    own = [each for provider in navigation.registry().mine for each in provider(viewer, now)]
    return render_template(
        "home/index.html",
        tiles=navigation.shown(navigation.registry().tiles, viewer),
        tasks=[each for each in own if isinstance(each, Task)],
        again=[each for each in own if isinstance(each, Goal)],
        mine=[each for each in own if isinstance(each, Card)],
        parts=_parts(now),
        now=now,
    )


def _parts(now: datetime) -> Markup:
    """Give what is everybody's below, made once in a while for each commune and language."""
    chosen = preferences.preferences()
    key = f"{chosen.language} {chosen.commune_id} {preferences.saves_data()}"
    kept: page_cache.Pages = current_app.extensions["front"]
    made = kept.get(key, now)
    if made is None:
        cards = [each for provider in navigation.registry().front for each in provider(now)]
        made = render_template("home/_parts.html", cards=cards).encode()
        kept.put(key, made, timedelta(seconds=PARTS_SECONDS), now)
    return Markup(made.decode())  # noqa: S704 - a template of ours


@home.get("/tim")
@access(PUBLIC)
def search() -> ResponseReturnValue:
    typed = " ".join(clean(request.args.get("q", "")[:MOST_LETTERS]).split())
    return render_template("home/search.html", typed=typed, groups=_found(typed))


@home.get("/khan-cap")
@access(PUBLIC)
@offline.kept_offline
def emergency() -> ResponseReturnValue:
    """Show whom to call; asks nothing of the database."""
    return render_template("home/emergency.html", hotlines=HOTLINES)


@home.get("/duong-day-nong")
@access(PUBLIC)
@offline.kept_offline
def hotlines() -> ResponseReturnValue:
    """Show the province's numbers and those of a commune: the one typed, else the one chosen."""
    typed = " ".join(clean(request.args.get("noi", "")[:MOST_LETTERS]).split())
    found = places.search(typed, COMMUNE, limit=1) if typed else []
    place = found[0].place if found else places.get(preferences.preferences().commune_id)
    ids, today = ([place.id] if place else []), clock.local(clock.now()).date()
    return render_template(
        "home/hotlines.html",
        typed=typed,
        unknown=bool(typed) and not found,
        place=place,
        numbers=contacts.in_places(HOTLINE, ids, today),
        links=contacts.in_places(LINK, ids, today),
    )


def _found(typed: str) -> list[tuple[Source, list[Found]]]:
    """Give what was found, by source: first where just what was typed is, then goals, then all."""
    if not typed:
        return []
    viewer = current_viewer()
    sources = [ACTS, *sorted(navigation.registry().sources, key=lambda source: source.order)]
    found = [(source, source.find(viewer, typed, FOUND_PER_SOURCE)) for source in sources]
    found.sort(key=lambda group: not any(row.sure for row in group[1]))
    return [(source, rows) for source, rows in found if rows]


def find_goals(viewer: Any, typed: str, limit: int) -> list[Found]:
    """Find pages, settings, numbers and what can be reported, by what one wants there."""
    offered = navigation.goals_for(viewer)
    known = [named(str(goal.label), str(goal.words)) for goal in offered]
    chosen = [offered[index] for _fit, index in best(typed, known)[:limit]]
    return [
        Found(goal.label, goal.about, url_for(goal.endpoint, **goal.values), goal.icon)
        for goal in chosen
    ]


ACTS = Source("goals", _l("What you can do"), find_goals)
