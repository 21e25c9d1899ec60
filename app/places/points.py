"""From a point on the ground to the commune it is in, or the communes it may be in.

Coordinates are personal: nothing here logs or stores them.
"""

import math
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Float, Select, bindparam, select
from sqlalchemy.orm import joinedload, undefer

from app.core.db import db
from app.places.geometry import METRES_A_DEGREE, is_coordinate, metres, metres_to
from app.places.models import COMMUNE, Place

NEAREST = 3
FARTHEST_METRES = 25_000
"""How far a point of a commune may lie from its centre: the large ones reach some 15 km."""
EDGE_METRES = 1_000
"""What simplified boundaries may lack at the province's edge."""
WORST_ACCURACY = 20_000


@dataclass(frozen=True)
class Near:
    """A commune and how far the point is from it in metres: 0 when inside its boundary."""

    place: Place
    metres: int


@dataclass(frozen=True)
class Answer:
    """The commune(s) a point may be in, likeliest first; ``certain`` when there is one."""

    near: tuple[Near, ...]
    certain: bool
    beside: bool = False
    """There are boundaries here, and the point lies beyond the nearest: over a border, maybe."""
    inside: bool = True
    """It can be in the province: a check on typing and satellites, no border. Within a kilometre of
    a boundary, or within 25 km of the centre of a commune that has none."""

    @property
    def places(self) -> list[Place]:
        return [one.place for one in self.near]


def at_point(lat: float, long: float, accuracy: float = 0.0) -> Answer:
    """Tell in which present commune a point is.

    With boundaries: certain where the circle of ``accuracy`` metres touches one commune only,
    else those it touches. Without: the three with the nearest centres, never certain, because
    the nearest centre is the wrong commune for one point in five.
    """
    if not is_coordinate(lat, long):
        return Answer((), certain=False, inside=False)
    reach = min(max(accuracy, 0.0), WORST_ACCURACY)
    around = _enclosing(lat, long, max(reach, EDGE_METRES))
    touched = sorted((one for one in around if one.metres <= reach), key=lambda one: one.metres)
    if touched and touched[0].metres == 0:
        return Answer(tuple(touched[:NEAREST]), certain=len(touched) == 1)
    near = tuple(_nearest(lat, long))
    inside = any(one.metres <= EDGE_METRES for one in around) or _is_within(near, lat, long)
    return Answer(near, certain=False, beside=bool(around), inside=inside)


def _is_within(near: tuple[Near, ...], lat: float, long: float) -> bool:
    """Tell whether a point is near enough to the centre of a commune that has no boundary."""
    unbounded = [one for one in near if one.place.south is None]
    known = unbounded or _nearest(lat, long, unbounded=True)
    return any(one.metres <= FARTHEST_METRES for one in known)


def _enclosing(lat: float, long: float, reach: float) -> list[Near]:
    """Give the communes whose boundary is within ``reach`` metres; one statement."""
    up = reach / METRES_A_DEGREE
    aside = up / max(math.cos(math.radians(lat)), 0.01)
    box = {"south": lat - up, "north": lat + up, "west": long - aside, "east": long + aside}
    found = (Near(one, _distance(one, lat, long)) for one in db.session.scalars(_touching(), box))
    return [one for one in found if one.metres <= reach]


@cache
def _touching() -> Select[Place]:
    return (
        _communes()
        .where(Place.south <= bindparam("north"), Place.north >= bindparam("south"))
        .where(Place.west <= bindparam("east"), Place.east >= bindparam("west"))
        .options(undefer(Place.boundary))
    )


def _distance(place: Place, lat: float, long: float) -> int:
    return math.ceil(metres_to(place.boundary or {}, lat, long))


def _nearest(lat: float, long: float, *, unbounded: bool = False) -> list[Near]:
    """Give the communes with the nearest centres; one statement. Or of those without boundary."""
    here = {"lat": lat, "long": long, "narrowing": math.cos(math.radians(lat))}
    found = db.session.scalars(_by_centre(unbounded), here)
    return [Near(one, _from_centre(one, lat, long)) for one in found]


@cache
def _by_centre(unbounded: bool) -> Select[Place]:
    north = Place.lat - bindparam("lat", type_=Float)
    east = (Place.long - bindparam("long", type_=Float)) * bindparam("narrowing", type_=Float)
    known = [Place.lat.is_not(None), Place.long.is_not(None)]
    if unbounded:
        known.append(Place.south.is_(None))
    return _communes().where(*known).order_by(north * north + east * east).limit(NEAREST)


def _from_centre(place: Place, lat: float, long: float) -> int:
    return round(metres(lat, long, place.lat or 0.0, place.long or 0.0))


def _communes() -> Select[Place]:
    present = select(Place).where(Place.kind == COMMUNE, Place.valid_to.is_(None))
    return present.options(joinedload(Place.parent))
