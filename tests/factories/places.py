"""Places for tests: a small province of invented units, present and former."""

from datetime import date
from itertools import count

from app.core.db import db
from app.places.models import COMMUNE, PROVINCE, VILLAGE, Place, PlaceSuccession

REFORM = date(2025, 7, 1)
BEFORE = date(2004, 7, 8)
_numbers = count(90_001)


def make_place(kind: str, unit_type: str, name: str, parent: Place | None, **values) -> Place:
    """Make a place; ``former=True`` ends it with the reform, ``code`` is made up if absent."""
    former, context = values.pop("former", False), values.pop("context", "")
    place = Place(
        kind=kind,
        code=values.pop("code", None) or f"{next(_numbers):05d}",
        valid_from=BEFORE if former else REFORM,
        valid_to=REFORM if former else None,
        parent=parent,
        **values,
    )
    place.rename(unit_type, name, context=context, above=parent.title if parent else "")
    db.session.add(place)
    db.session.flush()
    return place


def make_province(name: str = "Thử Nghiệm", code: str = "15", **values) -> Place:
    """Make a province; the default code is the one of the tests' settings."""
    return make_place(PROVINCE, "Tỉnh", name, None, code=code, **values)


def make_commune(
    name: str = "Bình Thử", parent: Place | None = None, unit_type: str = "Phường", **values
) -> Place:
    """Make a commune."""
    return make_place(COMMUNE, unit_type, name, parent, **values)


def make_village(commune: Place, name: str = "Thử Một", unit_type: str = "Thôn", **values) -> Place:
    """Make a village of ``commune``."""
    return make_place(VILLAGE, unit_type, name, commune, **values)


def make_former(name: str, *successors: Place, unit_type: str = "Xã", **values) -> Place:
    """Make a former commune that went into ``successors``."""
    place = make_place(COMMUNE, unit_type, name, None, former=True, **values)
    for successor in successors:
        db.session.add(PlaceSuccession(old_id=place.id, new_id=successor.id))
    db.session.flush()
    return place


def square(lat: float, long: float, half: float = 0.05) -> dict:
    """Give a GeoJSON square around a point, ``half`` degrees to each side."""
    west, east, south, north = long - half, long + half, lat - half, lat + half
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def enclose(place: Place, lat: float, long: float, half: float = 0.05) -> Place:
    """Give ``place`` a square boundary and its middle as the centre."""
    place.enclose(square(lat, long, half), (long - half, lat - half, long + half, lat + half))
    place.move_to(lat, long)
    db.session.flush()
    return place
