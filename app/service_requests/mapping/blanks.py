"""Areas of which no place and no photo is shown: a barracks, a shelter, a source of water.

A circle hides all squares of the finest grid that it touches, so that no counter of a square tells
by subtracting what lies in it; a commune hides all its reports. Everybody else reads of a report
there what its office made public, without its photos and without a place finer than the commune.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, has_request_context
from flask_babel import lazy_gettext as _l
from sqlalchemy import CheckConstraint, ForeignKey, String, and_, not_, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.accounts.actors import Actor
from app.accounts.viewer import Viewer
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.places.geometry import METRES_A_DEGREE
from app.places.maps.grid import FINEST, Square, corners
from app.places.maps.view import Box
from app.places.models import Place
from app.service_requests.listed import Told
from app.service_requests.mapping.models import MapCount
from app.service_requests.record import ServiceRequest

SMALLEST, LARGEST = 50, 5_000
"""Metres of a circle's radius."""
MOST = 200


class MapBlank(db.Model):
    """An area that somebody marked: a circle, or a commune."""

    __tablename__ = "map_blank"
    __table_args__ = (
        CheckConstraint(
            "(place_id IS NULL) = (lat IS NOT NULL AND long IS NOT NULL AND radius_m IS NOT NULL)",
            "area",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str] = mapped_column(String(120))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    lat: Mapped[float | None]
    long: Mapped[float | None]
    radius_m: Mapped[int | None]
    marked_at: Mapped[datetime]

    place: Mapped[Place | None] = relationship()

    @property
    def squares(self) -> tuple[Square, Square]:
        """Give the corners, south-west and north-east, of what a circle hides."""
        assert self.lat is not None
        assert self.long is not None
        assert self.radius_m is not None
        north = self.radius_m / METRES_A_DEGREE
        east = north / math.cos(math.radians(self.lat))
        around = Box(self.lat - north, self.long - east, self.lat + north, self.long + east)
        return corners(around, FINEST)


@dataclass(frozen=True)
class Hidden:
    """What the public map leaves out: communes, and rectangles of finest squares."""

    places: frozenset[int] = frozenset()
    areas: tuple[tuple[Square, Square], ...] = ()

    def covers(self, square: Square | None, place_id: int) -> bool:
        """Tell whether a report in this finest square of that commune is left out."""
        return place_id in self.places or (
            square is not None
            and any(
                first.row <= square.row <= last.row and first.column <= square.column <= last.column
                for first, last in self.areas
            )
        )

    def holds(self, report: Told) -> bool:
        """Tell whether a report lies in any of it; one without a position by its commune alone."""
        cell = report.map_cell
        return self.covers(None if cell is None else Square.of(cell), report.place_id)

    def outside(self) -> list[Any]:
        """Give the conditions of a report to be outside all of it; of one without a place, too."""
        report = ServiceRequest
        found: list[Any] = []
        if self.places:
            found.append(report.place_id.not_in(sorted(self.places)))
        for first, last in self.areas:
            box, end = first.box, last.box
            inside = and_(
                report.lat >= box.south, report.lat < end.north,
                report.long >= box.west, report.long < end.east,
            )  # fmt: skip
            found.append(or_(report.map_cell.is_(None), not_(inside)))
        return found

    def counters(self) -> Any:
        """Give the condition of the finest level's counters in the rectangles; None for none."""
        parts = [
            and_(
                MapCount.row.between(first.row, last.row),
                MapCount.column.between(first.column, last.column),
            )
            for first, last in self.areas
        ]
        return and_(MapCount.level == FINEST, or_(*parts)) if parts else None


NOTHING = Hidden()


def is_hidden(report: Told) -> bool:
    """Tell whether everybody is to see neither its photos nor where it lies."""
    return hidden().holds(report)


def hidden() -> Hidden:
    """Give what is left out; a page reads it once."""
    if not has_request_context():
        return _read()
    if "map_hidden" not in g:
        g.map_hidden = _read()
    found: Hidden = g.map_hidden
    return found


def _read() -> Hidden:
    columns = MapBlank.place_id, MapBlank.lat, MapBlank.long, MapBlank.radius_m
    rows = [MapBlank(place_id=p, lat=lat, long=long, radius_m=radius)
            for p, lat, long, radius in db.session.execute(select(*columns))]  # fmt: skip
    return Hidden(
        frozenset(each.place_id for each in rows if each.place_id is not None),
        tuple(each.squares for each in rows if each.place_id is None),
    )


def every() -> Sequence[MapBlank]:
    """Give all marked areas, the newest first."""
    statement = select(MapBlank).options(joinedload(MapBlank.place))
    return db.session.scalars(statement.order_by(MapBlank.id.desc()).limit(MOST)).all()


def by_number(_viewer: Viewer, number: int) -> MapBlank | None:
    return db.session.get(MapBlank, number)


def mark_circle(
    spot: tuple[float, float], radius_m: int, note: str, actor: Actor, now: datetime
) -> MapBlank:
    lat, long = spot
    blank = MapBlank(note=note, lat=lat, long=long, radius_m=radius_m, marked_at=now)
    return _mark(blank, actor, now)


def mark_place(place: Place, note: str, actor: Actor, now: datetime) -> MapBlank:
    return _mark(MapBlank(note=note, place_id=place.id, marked_at=now), actor, now)


def _mark(blank: MapBlank, actor: Actor, now: datetime) -> MapBlank:
    known = every()
    area = (blank.place_id, blank.lat, blank.long, blank.radius_m)
    same = [each for each in known if (each.place_id, each.lat, each.long, each.radius_m) == area]
    if same:  # sent twice
        return same[0]
    if len(known) >= MOST:
        raise DomainError(_l("There are too many areas. Remove one first."), field="vi_tri")
    db.session.add(blank)
    db.session.flush()
    audit.record(actor.reference, "map_blank.mark", f"map_blank:{blank.id}", now=now,
                 after={"note": blank.note})  # fmt: skip
    return blank


def unmark(blank: MapBlank, actor: Actor, now: datetime) -> None:
    """Show what lies there again."""
    audit.record(actor.reference, "map_blank.unmark", f"map_blank:{blank.id}", now=now,
                 before={"note": blank.note})  # fmt: skip
    db.session.delete(blank)
