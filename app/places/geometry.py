"""Distances and boundaries on the ground. Pure; coordinates are WGS84 degrees."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from app.core.lazy import lazy

if TYPE_CHECKING:
    import shapely.affinity
    import shapely.errors
    import shapely.geometry.base
else:
    shapely = lazy("shapely")


METRES_A_DEGREE = 111_195.0
"""Of latitude, on a sphere of 6,371 km: enough for distances within a province."""


def metres(lat: float, long: float, other_lat: float, other_long: float) -> float:
    """Give the distance in metres between two points at most some hundred kilometres apart."""
    north = other_lat - lat
    east = (other_long - long) * math.cos(math.radians((lat + other_lat) / 2))
    return math.hypot(north, east) * METRES_A_DEGREE


def is_coordinate(lat: float, long: float) -> bool:
    """Tell whether the pair is a point on earth at all."""
    return math.isfinite(lat) and math.isfinite(long) and abs(lat) <= 90 and abs(long) <= 180


def metres_to(boundary: dict[str, Any], lat: float, long: float) -> float:
    """Give the distance in metres from a point to the area of a GeoJSON geometry; 0 inside."""
    narrowing = math.cos(math.radians(lat))
    area = shapely.affinity.scale(
        shapely.geometry.shape(boundary), xfact=narrowing, yfact=1.0, origin=(0, 0)
    )
    return float(area.distance(shapely.Point(long * narrowing, lat))) * METRES_A_DEGREE


def middle(geometry: Any) -> tuple[float, float] | None:
    """Give latitude and longitude of a point in any GeoJSON geometry; None where it is none."""
    try:
        point = shapely.geometry.shape(geometry).representative_point()
    except (shapely.errors.ShapelyError, AttributeError, LookupError, TypeError, ValueError):
        return None
    return (point.y, point.x) if not point.is_empty and is_coordinate(point.y, point.x) else None


def read_area(geometry: Any) -> shapely.geometry.base.BaseGeometry:
    """Read a GeoJSON Polygon or MultiPolygon.

    Raises:
        ValueError: saying why it is no valid area in degrees.
    """
    try:
        area = shapely.geometry.shape(geometry)
    except (
        shapely.errors.ShapelyError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
        IndexError,
    ) as error:
        raise ValueError("not a GeoJSON geometry") from error
    if not isinstance(area, shapely.Polygon | shapely.MultiPolygon) or area.is_empty:
        raise ValueError("not a polygon")
    if not area.is_valid:
        raise ValueError("the polygon crosses itself")
    west, south, east, north = area.bounds
    if not (is_coordinate(south, west) and is_coordinate(north, east)):
        raise ValueError("not in degrees of longitude and latitude")
    return area
