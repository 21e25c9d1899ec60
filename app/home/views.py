"""The front page, the search over all rooms, and the emergency numbers."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.core import clock, navigation, offline, page_cache
from app.core.access import PUBLIC, access, current_viewer
from app.core.navigation import Card, Found, Source
from app.core.text import clean

home = Blueprint("home", __name__)

FRESH_SECONDS = 10
FOUND_PER_SOURCE = 5
MOST_LETTERS = 200


@dataclass(frozen=True)
class Hotline:
    """A number that is free and answers day and night, what it is, and when to call it."""

    number: str
    name: Any
    when: Any


HOTLINES = (
    Hotline("113", _l("Police"), _l("Crime, fights, accidents on the road")),
    Hotline("114", _l("Fire and rescue"), _l("Fire, people trapped, fallen trees or wires")),
    Hotline("115", _l("Ambulance"), _l("Somebody is badly hurt or suddenly very ill")),
    Hotline("112", _l("Search and rescue"), _l("Floods, landslips, people missing")),
    Hotline("111", _l("Protection of children"), _l("A child is beaten, left alone or in danger")),
)
"""The national numbers, those most often needed first."""


@home.get("/")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
@offline.kept_offline
def index() -> ResponseReturnValue:
    """Show the front page: search, the one main act, what works, and what is the viewer's."""
    viewer = current_viewer()
    return render_template(
        "home/index.html",
        tiles=navigation.shown(navigation.registry().tiles, viewer),
        mine=_mine(viewer),
        now=clock.now(),
    )


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


def _mine(viewer: Any) -> list[Card]:
    now = clock.now()
    return [card for provider in navigation.registry().mine for card in provider(viewer, now)]


def _found(typed: str) -> list[tuple[Source, list[Found]]]:
    sources = sorted(navigation.registry().sources, key=lambda source: source.order)
    if not typed:
        return []
    viewer = current_viewer()
    found = [(source, source.find(viewer, typed, FOUND_PER_SOURCE)) for source in sources]
    return [(source, rows) for source, rows in found if rows]
