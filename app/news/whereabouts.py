"""Choosing several places in a form: by new and old names, without a script too; by a polygon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flask import Request
from flask_babel import lazy_gettext as _l

from app.core.bodies import json_of
from app.core.errors import DomainError
from app.core.lazy import lazy
from app.news.queries import areas
from app.places import queries as places
from app.places.geometry import is_coordinate
from app.places.models import COMMUNE, PROVINCE, VILLAGE, Place
from app.places.queries import Match

if TYPE_CHECKING:
    import shapely.errors
    import shapely.geometry
else:
    shapely = lazy("shapely")

MOST_PLACES = 150
MOST_FOUND = 8
MOST_POINTS = 500
KINDS = (PROVINCE, COMMUNE, VILLAGE)


@dataclass
class Chosen:
    """The places of a form: chosen ones, and what a search found."""

    places: list[Place] = field(default_factory=list)
    typed: str = ""
    searches: bool = False
    matches: Sequence[Match] = ()

    @property
    def codes(self) -> list[str]:
        return [place.code for place in self.places]


def read(request: Request) -> Chosen:
    """Read the places of a form; unknown codes are passed over, former units give new ones."""
    codes = [code.strip()[:80] for code in request.form.getlist("place")][:MOST_PLACES]
    chosen = Chosen(by_codes(codes))
    chosen.typed = request.form.get("tim", "")[:80].strip()
    chosen.searches = "tim-xa" in request.form
    if chosen.searches:
        chosen.matches = search(chosen.typed)
    return chosen


def search(typed: str) -> list[Match]:
    """Find communes and villages by new and old names."""
    return places.search(typed, None, MOST_FOUND) if typed else []


def by_codes(codes: Sequence[str]) -> list[Place]:
    """Give the present places of those codes, each once."""
    found: dict[int, Place] = {}
    for place in areas.by_codes(codes):
        for present in places.current(place):
            if present.kind in KINDS:
                found.setdefault(present.id, present)
    return list(found.values())


def communes_in(polygon: str) -> list[Place]:
    """Give the communes that a polygon touches: by boundary, else by their centre in it.

    Raises:
        DomainError: it is no polygon, or nobody lives there.
    """
    area = _area(polygon)
    found = [place for place in areas.communes_with_boundaries() if _touches(area, place)]
    if not found:
        raise DomainError(
            _l("No commune of the province lies in this area. Check the points."), field="polygon"
        )
    return found


def normal_polygon(typed: str) -> str:
    """Give a polygon as CAP writes it, "lat,long lat,long …", read from that or from GeoJSON.

    Raises:
        DomainError: it can be read as neither.
    """
    text = typed.strip()
    if not text:
        return ""
    points = _from_geojson(text) if text.startswith("{") else _from_pairs(text)
    if not 3 <= len(points) <= MOST_POINTS or not all(is_coordinate(*each) for each in points):
        raise DomainError(NO_POLYGON, field="polygon")
    return " ".join(f"{lat:.5f},{long:.5f}" for lat, long in points)


NO_POLYGON = _l("This is no area. Give at least three points: latitude,longitude and a space.")


def _from_pairs(text: str) -> list[tuple[float, float]]:
    try:
        pairs = [pair.split(",") for pair in text.split()]
        return [(float(lat), float(long)) for lat, long in pairs]
    except ValueError as error:
        raise DomainError(NO_POLYGON, field="polygon") from error


def _from_geojson(text: str) -> list[tuple[float, float]]:
    try:
        ring: Any = json_of(text)["coordinates"][0]
        return [(float(lat), float(long)) for long, lat in ring]
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise DomainError(NO_POLYGON, field="polygon") from error


def _area(polygon: str) -> shapely.Polygon:
    points = [pair.split(",") for pair in polygon.split()]
    area = shapely.Polygon([(float(long), float(lat)) for lat, long in points])
    if not area.is_valid or area.is_empty:
        raise DomainError(_l("The lines of this area cross each other."), field="polygon")
    return area


def _touches(area: shapely.Polygon, place: Place) -> bool:
    if place.boundary:
        try:
            return bool(area.intersects(shapely.geometry.shape(place.boundary)))
        except shapely.errors.ShapelyError:
            return False
    if place.lat is None or place.long is None:
        return False
    return bool(area.contains(shapely.Point(place.long, place.lat)))
