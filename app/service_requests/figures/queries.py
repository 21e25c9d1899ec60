"""Figures read from the counters: as few rows as a page shows, however many reports there are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from app.core.db import db
from app.service_requests.figures.measures import NOTHING, Tally
from app.service_requests.figures.models import (
    AGENCY,
    BEGINNING,
    COUNTED,
    EVER,
    HANDLER,
    NONE,
    PROVINCE,
    WHOLE,
    Figure,
    FigureClock,
    FigureDue,
)
from app.service_requests.figures.periods import Period, Segment

EVERYTHING: Segment = (EVER, BEGINNING, BEGINNING)


@dataclass(frozen=True)
class Reach:
    """Over what figures are added up: the whole province, or these agencies."""

    agencies: frozenset[int] | None = None

    def where(self, kind: str) -> list[ColumnElement[bool]]:
        """Give the conditions of the counters of that kind of rows."""
        if self.agencies is None:
            return [Figure.kind == kind, Figure.scope_id == PROVINCE]
        ids = sorted(self.agencies)
        if kind in (WHOLE, AGENCY):
            ours = Figure.key_id.in_(ids)
            return [Figure.kind == AGENCY, Figure.scope_id == PROVINCE, ours]
        return [Figure.kind == kind, Figure.scope_id.in_(ids)]


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
    rows = db.session.execute(_statement(reach, kind, asked))
    found: list[dict[tuple[int, int], Tally]] = [{} for _ in periods]
    for place, scope_id, key_id, *counts in rows:
        found[place][scope_id, key_id] = _tally(counts)
    return found


def totals(reach: Reach, periods: Sequence[Period]) -> Totals:
    """Give the figures of each period and of all time, and how fresh they are, at once."""
    asked = [*(list(each.segments()) for each in periods), [EVERYTHING]]
    found = [NOTHING for _ in asked]
    statement = _statement(reach, WHOLE, asked).add_columns(*_fresh())
    rows = db.session.execute(statement).all()
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


def _statement(reach: Reach, kind: str, asked: Sequence[Iterable[Segment]]) -> Select[Any]:
    """Add the segments of each place up: a walk of the table's key each."""
    each = union_all(
        *(_part(reach, kind, place, segment)
          for place, segments in enumerate(asked) for segment in segments)
    ).subquery()  # fmt: skip
    head = (each.c.place, each.c.scope_id, each.c.key_id)
    sums = [func.sum(each.c[name]) for name in COUNTED]
    return select(*head, *sums).group_by(*head)


def _part(reach: Reach, kind: str, place: int, segment: Segment) -> Select[Any]:
    span, first, last = segment
    scope = Figure.scope_id if kind == HANDLER else literal(PROVINCE)
    key = literal(NONE) if kind == WHOLE else Figure.key_id
    head = (literal(place).label("place"), scope.label("scope_id"), key.label("key_id"))
    sums = [func.sum(getattr(Figure, name)).label(name) for name in COUNTED]
    grouped = {WHOLE: [], HANDLER: [Figure.scope_id, Figure.key_id]}.get(kind, [Figure.key_id])
    within = Figure.span == span, Figure.day.between(first, last)
    statement = select(*head, *sums).where(*reach.where(kind), *within).group_by(*grouped)
    return statement.having(func.count() > 0)
