"""What a map shows: squares with how many reports, communes with how many, points close by."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil, sqrt
from typing import Any

from sqlalchemy import Integer, func, literal, select, union_all

from app.core.db import db
from app.places.maps.grid import FINEST, Square, corners, level_for
from app.places.maps.view import Box, View
from app.service_requests.catalogue.models import Service
from app.service_requests.mapping.blanks import NOTHING, Hidden
from app.service_requests.mapping.counting import Counted, Wanted, beside
from app.service_requests.mapping.models import MapCount
from app.service_requests.record import ServiceRequest

MOST_COUNTED = 20_000
"""Where the counters do not know a filter, no more reports are counted than this."""
MOST_POINTS = 60
"""So many reports or fewer are shown singly."""
MOST_IN_SQUARE = 4
"""So many pins lie in a square of the drawing, and each can still be tapped."""
CLOSE = 29
"""From this zoom on each report is shown singly."""
MOST_CLOSE = 200
CLASSES = 5
Branches = Sequence[tuple[Any, ...]]
"""Conditions of which any may hold, each with those that must."""


@dataclass(frozen=True)
class Cell:
    """A square with its reports; ``weight`` 1 to ``CLASSES`` says how many beside the others."""

    square: Square
    reports: int
    place_id: int
    """The commune in which most of them lie."""
    weight: int


@dataclass(frozen=True)
class Lying:
    """Where the reports of a view lie. ``is_part``: only ``MOST_COUNTED`` of them were counted."""

    cells: Sequence[Cell] = ()
    communes: dict[int, int] = field(default_factory=dict)
    """Reports by the commune's id, most first."""
    is_part: bool = False

    @property
    def total(self) -> int:
        return sum(self.communes.values())


@dataclass(frozen=True)
class Shown:
    """What one view shows: squares, and the reports singly where they are few."""

    lying: Lying
    points: Sequence[Any] = ()


def shown(view: View, lying: Lying | None, branches: Branches) -> Shown:
    """Choose what of a view is drawn; ``lying`` as the counters have it, None to count now."""
    lying = scanned(view, branches) if lying is None else lying
    crowded = any(cell.reports > MOST_IN_SQUARE for cell in lying.cells)
    if view.zoom < CLOSE and (crowded or lying.total > MOST_POINTS):
        return Shown(lying)
    most = MOST_CLOSE if view.zoom >= CLOSE else MOST_POINTS
    found = points(view, branches, most + 1) if lying.total else []
    return Shown(lying, found if len(found) <= most else ())


def counted(view: View, wanted: Wanted, hidden: Hidden = NOTHING) -> Lying | None:
    """Read the counters of what is seen; None where too much is not in them yet.

    ``hidden``: what lies there is left out.
    """
    changes = beside(wanted)
    if changes is None:
        return None
    level = level_for(view)
    first, last = corners(view.box, level)
    columns = (MapCount.row, MapCount.column, MapCount.place_id)
    statement = (
        select(*columns, func.sum(MapCount.reports).label("reports"))
        .where(MapCount.level == level, MapCount.row.between(first.row, last.row))
        .where(MapCount.column.between(first.column, last.column), *wanted.conditions())
        .group_by(*columns)
    )
    found: Counter[tuple[Square, int]] = Counter()
    for row in db.session.execute(statement):
        found[Square(level, row.row, row.column), row.place_id] = row.reports
    for square, place_id, reports in _hidden(hidden, wanted):
        if (square.within(level), place_id) in found:
            found[square.within(level), place_id] -= reports
    for one, step in _seen_by_all(changes, hidden):
        square = Square.of(one.square).within(level)
        if first.row <= square.row <= last.row and first.column <= square.column <= last.column:
            found[square, one.place_id] += step
    return _lying(Counter({key: n for key, n in found.items() if key[1] not in hidden.places}))


def _seen_by_all(
    changes: Iterable[tuple[Counted, int]], hidden: Hidden
) -> Iterator[tuple[Counted, int]]:
    for one, step in changes:
        if not hidden.covers(Square.of(one.square), one.place_id):
            yield one, step


def _hidden(hidden: Hidden, wanted: Wanted) -> list[tuple[Square, int, int]]:
    """Read how many of those counted lie in hidden squares; each square is read once."""
    where = hidden.counters()
    if where is None:
        return []
    columns = (MapCount.row, MapCount.column, MapCount.place_id)
    inside = select(*columns, func.sum(MapCount.reports).label("reports")).where(where)
    rows = db.session.execute(inside.where(*wanted.conditions()).group_by(*columns))
    return [(Square(FINEST, row.row, row.column), row.place_id, row.reports) for row in rows]


def scanned(view: View, branches: Branches) -> Lying:
    """Count the reports themselves, where a filter asks for what no counter knows."""
    level, report = level_for(view), ServiceRequest
    seen = _within(_whole(view, level))
    parts = [
        select(report.map_cell, report.place_id)
        .where(report.map_cell.is_not(None), *branch, *seen)
        .limit(MOST_COUNTED + 1)
        .subquery()
        for branch in branches
    ]
    every = union_all(*(select(part) for part in parts)).limit(MOST_COUNTED + 1).subquery()
    steps = literal(2 * (FINEST - level), Integer)
    number = every.c.map_cell.bitwise_rshift(steps).label("number")
    statement = select(number, every.c.place_id, func.count().label("reports"))
    found: Counter[tuple[Square, int]] = Counter()
    for row in db.session.execute(statement.group_by(number, every.c.place_id)):
        found[Square.of(row.number, level), row.place_id] = row.reports
    return _lying(found, is_part=sum(found.values()) > MOST_COUNTED)


def points(view: View, branches: Branches, most: int = MOST_POINTS) -> list[Any]:
    """Give the reports that are seen, singly: code, lat, long, service, is_open, due_at."""
    report = ServiceRequest
    parts = [
        select(report.id)
        .where(report.map_cell.is_not(None), *branch, *_within(view.box))
        .limit(most)
        .subquery()
        for branch in branches
    ]
    ids = union_all(*(select(part.c.id) for part in parts)).limit(most).subquery()
    columns = (
        report.code, report.lat, report.long, report.is_open, report.status, report.due_at,
        report.place_id, Service.id.label("service_id"), Service.icon,
    )  # fmt: skip
    statement = (
        select(*columns)
        .join(ids, ids.c.id == report.id)
        .join(Service, Service.id == report.service_id)
        .order_by(report.lat.desc(), report.id)
    )
    return list(db.session.execute(statement))


def inside(square: Square) -> Any:
    """Give the condition of a report to lie in ``square``."""
    return ServiceRequest.map_cell.between(*square.range)


def _whole(view: View, level: int) -> Box:
    """Give the ground of all squares that are seen, a part of one too."""
    first, last = (each.box for each in corners(view.box, level))
    return Box(first.south, first.west, last.north, last.east)


def _within(box: Box) -> list[Any]:
    report = ServiceRequest
    return [
        report.lat >= box.south, report.lat < box.north,
        report.long >= box.west, report.long < box.east,
    ]  # fmt: skip


def _lying(found: Counter[tuple[Square, int]], is_part: bool = False) -> Lying:
    squares: dict[Square, Counter[int]] = {}
    communes: Counter[int] = Counter()
    for (square, place_id), reports in found.items():
        if reports > 0:
            squares.setdefault(square, Counter())[place_id] += reports
            communes[place_id] += reports
    most = max((sum(each.values()) for each in squares.values()), default=0)
    cells = [
        Cell(square, sum(each.values()), each.most_common(1)[0][0], _weight(each, most))
        for square, each in squares.items()
    ]
    by_weight = sorted(cells, key=lambda cell: (-cell.square.row, cell.square.column))
    return Lying(by_weight, dict(communes.most_common()), is_part)


def _weight(here: Counter[int], most: int) -> int:
    return ceil(CLASSES * sqrt(sum(here.values()) / most))


def placed(view: View, cells: Iterable[Cell]) -> list[tuple[Cell, float, float, float, float]]:
    """Give each cell with its place in the drawing: left, top, width, height."""
    found = []
    for cell in cells:
        box = cell.square.box
        left, bottom = view.place(box.south, box.west)
        right, top = view.place(box.north, box.east)
        found.append((cell, left, top, round(right - left, 1), round(bottom - top, 1)))
    return found
