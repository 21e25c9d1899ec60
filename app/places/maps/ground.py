"""What lies under a map's points: the lines between communes, their names, and tiles if there are.

Only lines that two communes share are drawn. Where a province ends, and the land, there is none: a
border or a coast from simplified boundaries would be a wrong one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.core.config import settings
from app.core.db import db
from app.core.lazy import lazy
from app.places.maps.view import HEIGHT, WIDTH, Box, View
from app.places.models import COMMUNE, Place

if TYPE_CHECKING:
    import shapely.geometry
else:
    shapely = lazy("shapely")

COARSE, FINE = 0.002, 0.0002
"""Degrees by which lines may stray: the first for a whole province, the second close by."""
COARSE_UNTIL = 19
MOST_NAMES = 24
DIGITS = 6
"""Of degrees: ends of two communes' lines that agree so far are one."""
KEPT = 4
ONE_COMMUNE = 22
"""The zoom at which a commune without a boundary is looked at: some 15 km across."""
OVERLAP = 0.4
"""Of tiles, so that no seam shows between them."""
SMALL, SMALL_ZOOM = (400, 240), 24
Line = tuple[tuple[float, float], ...]
"""Points of a line: longitude, latitude."""


@dataclass(frozen=True)
class Commune:
    """A present commune, as a map and the list beside it need it."""

    id: int
    code: str
    title: str
    lat: float | None
    long: float | None
    bounds: Box | None

    def is_in(self, box: Box) -> bool:
        if self.bounds is not None:
            return self.bounds.touches(box)
        return self.lat is not None and self.long is not None and box.holds(self.lat, self.long)


@dataclass(frozen=True)
class Name:
    """A commune's name and where it stands in the drawing."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class Tile:
    """A picture of the ground, ``size`` units wide and high."""

    url: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Ground:
    """All that lies under the points of one view."""

    view: View
    lines: str
    """The lines between communes, as the ``d`` of an SVG path."""
    names: Sequence[Name]
    tiles: Sequence[Tile]


def communes() -> list[Commune]:
    """Give the present communes in alphabetical order, in one statement."""
    columns = (
        Place.id, Place.code, Place.unit_type, Place.name, Place.lat, Place.long,
        Place.south, Place.west, Place.north, Place.east,
    )  # fmt: skip
    present = Place.kind == COMMUNE, Place.valid_to.is_(None)
    rows = db.session.execute(select(*columns).where(*present).order_by(Place.sort_key))
    return [_commune(row) for row in rows]


def of_one(commune: Commune, width: int = WIDTH, height: int = HEIGHT) -> View | None:
    """Give the view of one commune; None where nothing says where it is."""
    if commune.bounds is not None:
        return View.fitting(commune.bounds, width, height)
    if commune.lat is None or commune.long is None:
        return None
    return View(ONE_COMMUNE, commune.lat, commune.long, width, height)


def of_all(known: Iterable[Commune], width: int = WIDTH, height: int = HEIGHT) -> View | None:
    """Give the view of all of ``known``; None where nothing says where they are."""
    box = Box.around(point for each in known for point in _corners(each))
    return View.fitting(box, width, height) if box else None


def under(view: View, known: Iterable[Commune]) -> Ground:
    """Give what lies under ``view``; a statement only where boundaries are new to the process."""
    known, box = list(known), view.box
    tolerance = COARSE if view.zoom <= COARSE_UNTIL else FINE
    bounds = tuple((each.id, each.bounds) for each in known if each.bounds is not None)
    seen = [each for each in known if each.is_in(box)]
    lines = _lines(tolerance, bounds) if bounds else ()
    return Ground(view, _path(view, lines), _names(view, seen), list(_tiles(view)))


def small(lat: float, long: float) -> Ground:
    """Give what lies around one point, for the small map of a page about it."""
    return under(View(SMALL_ZOOM, lat, long, *SMALL), communes())


def _commune(row: Any) -> Commune:
    bounds = None if row.south is None else Box(row.south, row.west, row.north, row.east)
    title = f"{row.unit_type} {row.name}".strip()
    return Commune(row.id, row.code, title, row.lat, row.long, bounds)


def _corners(commune: Commune) -> Iterator[tuple[float, float]]:
    if commune.bounds is not None:
        yield commune.bounds.south, commune.bounds.west
        yield commune.bounds.north, commune.bounds.east
    elif commune.lat is not None and commune.long is not None:
        yield commune.lat, commune.long


def _names(view: View, seen: Sequence[Commune]) -> list[Name]:
    """Give the names of few communes; of many they would lie over one another."""
    if len(seen) > MOST_NAMES:
        return []
    here = [each for each in seen if each.lat is not None and each.long is not None]
    placed = [(each, view.place(each.lat or 0.0, each.long or 0.0)) for each in here]
    inside = [
        (each, spot) for each, spot in placed
        if 0 <= spot[0] <= view.width and 0 <= spot[1] <= view.height
    ]  # fmt: skip
    return [Name(each.title, *spot) for each, spot in inside]


def _path(view: View, lines: Iterable[tuple[Box, Line]]) -> str:
    box = view.box
    parts = []
    for around, line in lines:
        if around.touches(box):
            spots = [view.place(lat, long) for long, lat in line]
            parts.append("M" + " ".join(f"{x:g},{y:g}" for x, y in spots))
    return "".join(parts)


def _tiles(view: View) -> Iterator[Tile]:
    template = settings().tile_url
    if not template:
        return
    step, most = view.tile_step, 2**view.tile_step
    size = view.scale * 360 / most
    left, top = View(view.zoom, 0.0, 0.0, 0, 0).place(view.lat, view.long)
    # The drawing's upper left corner, counted in units from that of the map of the world.
    left += most * size / 2 - view.width / 2
    top += most * size / 2 - view.height / 2
    for row in range(max(int(top // size), 0), min(int((top + view.height) // size) + 1, most)):
        for column in range(int(left // size), int((left + view.width) // size) + 1):
            url = template.format(z=step, x=column % most, y=row, s="a", r="")
            x, y = round(column * size - left, 1), round(row * size - top, 1)
            yield Tile(url, x, y, round(size + OVERLAP, 1))


@lru_cache(KEPT)
def _lines(tolerance: float, _bounds: tuple[tuple[int, Box], ...]) -> tuple[tuple[Box, Line], ...]:
    """Give the lines between communes, each with its box; kept while all bounds are the same."""
    bounded = Place.kind == COMMUNE, Place.valid_to.is_(None), Place.south.is_not(None)
    shapes = db.session.scalars(select(Place.boundary).where(*bounded).order_by(Place.id))
    return between([shapely.geometry.shape(each) for each in shapes], tolerance)


def between(
    areas: Sequence[shapely.geometry.base.BaseGeometry], tolerance: float
) -> tuple[tuple[Box, Line], ...]:
    """Give the lines that two of ``areas`` share, simplified together so that no gaps open."""
    simple = shapely.coverage_simplify(list(areas), tolerance)
    pieces = Counter(piece for area in simple for piece in _pieces(area))
    shared = [piece for piece, count in pieces.items() if count > 1]
    if not shared:
        return ()
    merged = shapely.line_merge(shapely.MultiLineString(shared))
    lines = getattr(merged, "geoms", [merged])
    return tuple((_around(line.bounds), tuple(line.coords)) for line in lines)


def _pieces(area: Any) -> Iterator[tuple[tuple[float, float], ...]]:
    """Give each straight piece of an area's edge, the same whichever side it is walked from."""
    for polygon in getattr(area, "geoms", [area]):
        for ring in (polygon.exterior, *polygon.interiors):
            points = [(round(x, DIGITS), round(y, DIGITS)) for x, y, *_ in ring.coords]
            for first, second in pairwise(points):
                if first != second:
                    yield (first, second) if first < second else (second, first)


def _around(bounds: tuple[float, ...]) -> Box:
    west, south, east, north = bounds
    return Box(south, west, north, east)
