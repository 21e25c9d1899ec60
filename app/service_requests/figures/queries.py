"""Figures read from the counters: as few rows as a page shows, however many reports there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select, union_all

from app.core.db import db
from app.service_requests.figures.measures import NOTHING, Tally
from app.service_requests.figures.models import (
    AGENCY,
    HANDLER,
    KEPT,
    NONE,
    PROVINCE,
    WHOLE,
    Figure,
    FigureClock,
    FigureDue,
)
from app.service_requests.figures.periods import ALWAYS, Period, Segment, days_of

SHAPES = 64
"""How many statements are kept: one for each number of segments of the periods asked for."""


@dataclass(frozen=True)
class Reach:
    """Over what figures are added up: the whole province, or these agencies."""

    agencies: frozenset[int] | None = None


@dataclass(frozen=True)
class Freshness:
    """Until when all was counted (None: never), and whether something waits to be."""

    counted_at: datetime | None
    waits: bool


@dataclass(frozen=True)
class Totals:
    """The figures of each period asked for, and of all time."""

    periods: Sequence[Tally]
    ever: Tally
    freshness: Freshness


def tables(
    reach: Reach, kind: str, periods: Sequence[Period]
) -> list[dict[tuple[int, int], Tally]]:
    """Give for each period the figures by (scope, key), in one statement.

    The scope is the agency of a handler; of all else it is 0, and agencies are added up.
    """
    asked = [list(each.segments()) for each in periods]
    statement = _statement(reach.agencies is None, kind, _shape(asked))
    rows = db.session.execute(statement, _given(reach, asked))
    found: list[dict[tuple[int, int], Tally]] = [{} for _ in periods]
    for place, scope_id, key_id, *counts in rows:
        found[place][scope_id, key_id] = _tally(counts)
    return found


def totals(reach: Reach, periods: Sequence[Period]) -> Totals:
    """Give the figures of each period and of all time, and how fresh they are, at once."""
    asked = [list(each.segments()) for each in (*periods, ALWAYS)]
    found = [NOTHING for _ in asked]
    statement = _statement(reach.agencies is None, WHOLE, _shape(asked), tells_freshness=True)
    rows = db.session.execute(statement, _given(reach, asked)).all()
    for place, _scope, _key, *counts, _counted_at, _due in rows:
        found[place] += _tally(counts)
    told = rows[0][-2:] if rows else db.session.execute(select(*_fresh())).one()
    return Totals(found[:-1], found[-1], Freshness(told[0], told[1] is not None))


def _tally(counts: Iterable[Any]) -> Tally:
    """Give the figures of a row; PostgreSQL adds sums up as decimals."""
    return Tally(*map(int, counts))


def _fresh() -> tuple[Any, Any]:
    """Give until when all was counted, and one that waits to be."""
    counted_at = select(FigureClock.counted_at).limit(1).scalar_subquery()
    return counted_at, select(FigureDue.id).limit(1).scalar_subquery()


def _shape(asked: Sequence[Sequence[Segment]]) -> tuple[int, ...]:
    """Give how many segments each place has: all that the statement hangs on."""
    return tuple(map(len, asked))


def _given(reach: Reach, asked: Sequence[Sequence[Segment]]) -> dict[str, Any]:
    """Give what is put into the statement of these segments."""
    given: dict[str, Any] = {"agencies": sorted(reach.agencies or ())}
    for place, segments in enumerate(asked):
        for number, segment in enumerate(segments):
            given[f"span_{place}_{number}"] = segment[0]
            given[f"days_{place}_{number}"] = days_of(segment)
    return given


@lru_cache(SHAPES)
def _statement(
    everywhere: bool, kind: str, shape: tuple[int, ...], tells_freshness: bool = False
) -> Select[Any]:
    """Add the segments of each place up: a walk of the table's key each.

    Built once for each shape, since that takes longer than to ask.
    """
    within = _within(everywhere, kind)
    each = union_all(
        *(_part(within, kind, place, number)
          for place, segments in enumerate(shape) for number in range(segments))
    ).subquery()  # fmt: skip
    head = (each.c.place, each.c.scope_id, each.c.key_id)
    sums = [func.sum(each.c[name]) for name in KEPT]
    statement = select(*head, *sums).group_by(*head)
    return statement.add_columns(*_fresh()) if tells_freshness else statement


def _within(everywhere: bool, kind: str) -> list[ColumnElement[bool]]:
    """Give the conditions of the counters of that kind of rows."""
    if everywhere:
        return [Figure.kind == kind, Figure.scope_id == PROVINCE]
    ours: Any = bindparam("agencies", expanding=True)
    if kind in (WHOLE, AGENCY):
        return [Figure.kind == AGENCY, Figure.scope_id == PROVINCE, Figure.key_id.in_(ours)]
    return [Figure.kind == kind, Figure.scope_id.in_(ours)]


def _part(within: list[ColumnElement[bool]], kind: str, place: int, number: int) -> Select[Any]:
    scope = Figure.scope_id if kind == HANDLER else literal(PROVINCE)
    key = literal(NONE) if kind == WHOLE else Figure.key_id
    head = (literal(place).label("place"), scope.label("scope_id"), key.label("key_id"))
    sums = [func.sum(getattr(Figure, name)).label(name) for name in KEPT]
    grouped = {WHOLE: [], HANDLER: [Figure.scope_id, Figure.key_id]}.get(kind, [Figure.key_id])
    span: Any = bindparam(f"span_{place}_{number}")
    # Named one by one, so that the key leads to an agency's counters past those of all others.
    days: Any = bindparam(f"days_{place}_{number}", expanding=True)
    then = Figure.span == span, Figure.day.in_(days)
    return select(*head, *sums).where(*within, *then).group_by(*grouped).having(func.count() > 0)
