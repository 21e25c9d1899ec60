"""The map of public reports, and the page on which areas are marked that it leaves out."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import permissions
from app.accounts.actors import Actor
from app.accounts.policies import may_administer
from app.core import clock, page_cache
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.forms import Line, takes
from app.core.text import whole
from app.places import queries as places
from app.places.geometry import is_coordinate
from app.places.maps import ground
from app.places.maps.view import View
from app.places.models import COMMUNE
from app.service_requests.blueprint import service_requests
from app.service_requests.mapping import blanks, drawing
from app.service_requests.mapping.blanks import LARGEST, SMALLEST, MapBlank
from app.service_requests.mapping.reading import Cell, placed
from app.service_requests.showing import on_map
from app.service_requests.showing.rights import may_blank, may_unblank

FRESH_SECONDS = 60
USUAL = 300
"""Metres of a circle's radius, where the form is come to from a map."""
STEPS_IN = 4


@service_requests.get("/phan-anh/ban-do")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def public_map() -> ResponseReturnValue:
    """Show where reports lie of which everybody may know; moved by links, with a list beside it."""
    known = ground.communes()
    view = View.read(request.args.get("o", "")) or ground.of_all(known)
    if view is None:
        return render_template("service_requests/showing/map.html", view=None)
    found = on_map.shown(view)
    cells = () if found.points else placed(view, found.lying.cells)
    return render_template(
        "service_requests/showing/map.html",
        squares=[(*each, _at(_middle(view, each[0]))) for each in cells],
        **drawing.values(view, found, known, _at),
    )


def _middle(view: View, cell: Cell) -> View:
    """Give the view of a square, closer."""
    box = cell.square.box
    closer = view.closer(STEPS_IN) or view
    return View(closer.zoom, (box.south + box.north) / 2, (box.west + box.east) / 2)


def _at(view: View | None) -> str | None:
    return url_for(".public_map", o=view.address) + "#ban-do" if view else None


@service_requests.get("/can-bo/quan-tri/vung-khong-hien")
@access(may_blank)
def map_blanks() -> ResponseReturnValue:
    """Show the areas, and the form; from a map it stands on the middle of what was seen there."""
    view = View.read(request.args.get("o", ""))
    spot = {"vi_tri": f"{view.lat:.5f}, {view.long:.5f}", "ban_kinh": str(USUAL)} if view else {}
    return _page(typed=spot)


@service_requests.post("/can-bo/quan-tri/vung-khong-hien")
@access(may_blank)
@acts(again=lambda **refused: _page(**refused), said=_l("The public map leaves this area out now."))
@takes(ghi_chu=Line(120), vi_tri=Line(60), ban_kinh=Line(10), xa=Line(80))
def mark_blank(ghi_chu: str, vi_tri: str, ban_kinh: str, xa: str) -> str:
    """Leave out a commune that is named, else the circle around a position."""
    if not ghi_chu:
        raise DomainError(_l("Say in a few words what lies there."), field="ghi_chu")
    now, actor = clock.now(), _actor()
    if xa:
        matches = places.search(xa, COMMUNE, 1)
        if not matches:
            raise DomainError(_l("There is no commune of this name."), field="xa")
        blanks.mark_place(matches[0].place, ghi_chu, actor, now)
    else:
        blanks.mark_circle(_spot(vi_tri), _radius(ban_kinh), ghi_chu, actor, now)
    return url_for(".map_blanks")


@service_requests.post("/can-bo/quan-tri/vung-khong-hien/<int:number>/bo")
@access(may_unblank, load=blanks.by_number)
@acts(said=_l("The public map shows this area again."))
def unmark_blank(blank: MapBlank) -> str:
    blanks.unmark(blank, _actor(), clock.now())
    return url_for(".map_blanks")


def _page(**refused: Any) -> str:
    values = {**FRESH, **refused, "smallest": SMALLEST, "largest": LARGEST}
    back = "desk.administration" if may_administer(current_viewer()) else ".reports_map"
    return render_template(
        "service_requests/showing/blanks.html", areas=blanks.every(), most=blanks.MOST,
        back=url_for(back), **values,
    )  # fmt: skip


def _actor() -> Actor:
    viewer = current_viewer()
    held = viewer.agencies(permissions.OPERATE) or viewer.agencies(permissions.ADMINISTER)
    return viewer.actor(held[0] if held else None)


def _spot(typed: str) -> tuple[float, float]:
    """Read "21.7051, 104.8732", as maps copy it."""
    parts = typed.replace(";", ",").split(",")
    try:
        lat, long = (float(each) for each in parts)
    except ValueError:
        lat, long = float("nan"), 0.0
    if not is_coordinate(lat, long) or abs(lat) > 80:
        raise DomainError(
            _l("Paste the position as a map gives it: 21.7051, 104.8732."), field="vi_tri"
        )
    return lat, long


def _radius(typed: str) -> int:
    metres = whole(typed, 5)
    if metres is None or not SMALLEST <= metres <= LARGEST:
        raise DomainError(
            _l("From %(least)d to %(most)d metres.", least=SMALLEST, most=LARGEST),
            field="ban_kinh",
        )
    return metres
