"""Looking places up by name and by point: public, and nothing about it is kept.

Coordinates are personal. They are not logged here, and docs/places.md says how to keep them
out of a proxy's log.
"""

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.core import offline
from app.core.access import PUBLIC, access
from app.core.config import settings
from app.core.errors import TooMany
from app.core.htmx import htmx
from app.core.preferences import preferences
from app.places import forms, points, queries
from app.places.carried import carried
from app.places.limits import Window
from app.places.maps import ground
from app.places.maps.view import View
from app.places.models import COMMUNE, KINDS, VILLAGE, Place
from app.places.whereabouts import Choice, Whereabouts

places = Blueprint("places", __name__, url_prefix="/dia-danh")
MOST_SHOWN = 8
PIN_MAP = (360, 300)
"""The size of the drawing on which a citizen puts the pin right; pin.js knows it too."""
searches = Window(limit=3_000, seconds=60)
fixes = Window(limit=1_500, seconds=60)


@places.get("")
@access(PUBLIC)
def search() -> ResponseReturnValue:
    """Find places by name: JSON to a script, a partial to htmx, else a page."""
    _limit(searches)
    typed, kind = request.args.get("q", ""), request.args.get("kind")
    kind = kind if kind in KINDS else COMMUNE
    matches = queries.search(typed, kind, MOST_SHOWN)
    if _wants_json():
        return _cached(jsonify([as_choice(match.place, match.was) for match in matches]))
    template = "places/_choices.html" if htmx.partial else "places/index.html"
    return _cached(make_response(render_template(template, typed=typed, matches=matches)))


@places.get("/gan")
@access(PUBLIC)
def near() -> ResponseReturnValue:
    """Tell a script which commune a point is in, or which it may be in."""
    _limit(fixes)
    given = request.args
    point = forms.coordinates(
        given.get("lat", ""), given.get("long", ""), given.get("accuracy", "")
    )
    answer = points.at_point(point.lat, point.long, point.accuracy)
    if not answer.inside:
        return jsonify(inside=False, certain=False, places=[], message=str(forms.OUTSIDE))
    found = [{**as_choice(one.place), "metres": one.metres} for one in answer.near]
    said = str(forms.BESIDE) if answer.beside else ""
    return jsonify(inside=True, certain=answer.certain, places=found, message=said)


@places.get("/nen")
@access(PUBLIC)
def underneath() -> ResponseReturnValue:
    """Give a script what lies under a small map: of a view, else a commune, else the province.

    ``lines`` is the ``d`` of an SVG path; names are [text, x, y], tiles [address, x, y, size].
    """
    _limit(fixes)
    known, given = ground.communes(), request.args
    one = next((each for each in known if each.code == given.get("place")), None)
    view = View.read(given.get("o", ""), *PIN_MAP)
    view = view or (ground.of_one(one, *PIN_MAP) if one else None)
    view = view or ground.of_all(known, *PIN_MAP)
    if view is None:
        return jsonify(o="")
    found = ground.under(view, known)
    return jsonify(
        o=view.address,
        lines=found.lines,
        names=[[name.text, name.x, name.y] for name in found.names],
        tiles=[[tile.url, tile.x, tile.y, tile.size] for tile in found.tiles],
        credit=settings().tile_credit if found.tiles else "",
    )


@places.get("/<code>/thon")
@access(PUBLIC, load=lambda viewer, code: queries.by_code(code))
def villages(commune: Place) -> ResponseReturnValue:
    return _cached(jsonify([as_choice(village) for village in queries.villages_of(commune)]))


@places.get("/mang-theo")
@access(PUBLIC)
@offline.kept_offline
def carry() -> ResponseReturnValue:
    """Give what a phone keeps of the province, to be looked through without a network."""
    _limit(searches)
    home = queries.get(preferences().commune_id)
    response = jsonify(carried(home if home is not None and home.is_current else None))
    response.add_etag()
    return _cached(response).make_conditional(request)


def as_choice(place: Place, was: Place | None = None) -> dict[str, Any]:
    """Give a place as docs/places.md promises it to scripts. Needs ``parent`` loaded."""
    return {
        "code": place.code,
        "id": place.id,
        "kind": place.kind,
        "name": place.full_name,
        "was": was.label if was else None,
        "parent": place.parent.title if place.parent else None,
        "label": described(place, was),
    }


def described(place: Place, was: Place | None = None) -> str:
    """Write a place for a choice: Phường Hoa Ban (trước là phường Nguyễn Thái Học)."""
    if was is None:
        return place.full_name
    return gettext("%(place)s (formerly %(was)s)", place=place.full_name, was=was.label)


def shown_where(where: Whereabouts) -> dict[str, Any]:
    """Give what ``components/report.html``'s ``where`` offers: communes, villages of the chosen."""
    return {
        "place_options": [_option(choice) for choice in where.choices],
        "village_options": [(each.code, each.full_name) for each in where.villages],
        "villages_url": url_for("places.villages", code="CODE").replace("CODE", "{code}"),
    }


def _option(choice: Choice) -> tuple[str, str]:
    place, was = choice.place, choice.was
    return place.code, described(place, was) if was or place.kind != VILLAGE else place.within


def _wants_json() -> bool:
    accepted = request.accept_mimetypes
    return accepted["application/json"] > accepted["text/html"]


def _cached(response: Response) -> Response:
    """Let the phone keep an answer that only changes when units do."""
    response.vary.add("Accept")
    response.cache_control.private = True
    response.cache_control.max_age = 300
    return response


def _limit(window: Window) -> None:
    if not window.allows(request.remote_addr or ""):
        raise TooMany(gettext("Too many look-ups from here."), until=window.ends())
