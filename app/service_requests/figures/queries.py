"""Figures read from the counters: as few rows as a page shows, however many reports there are."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from app.core.db import db
from app.service_requests.figures.measures import NOTHING, Tally, total
from app.service_requests.figures.models import (
    AGENCY,
    BEGINNING,
    COUNTED,
    DAY,
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

SEVEN = timedelta(days=7)
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
        found[place][scope_id, key_id] = Tally(*counts)
    return found


def totals(reach: Reach, periods: Sequence[Period]) -> list[Tally]:
    """Give the figures of each period, and at the end those of all time, in one statement."""
    asked = [*(list(each.segments()) for each in periods), [EVERYTHING]]
    found = [NOTHING for _ in asked]
    for place, _scope, _key, *counts in db.session.execute(_statement(reach, WHOLE, asked)):
        found[place] += Tally(*counts)
    return found


def weeks(reach: Reach, last: Period, number: int) -> list[tuple[date, Tally]]:
    """Give the figures of so many weeks, the last one last, each with its Monday."""
    first = last.first - SEVEN * (number - 1)
    sums = [func.sum(getattr(Figure, name)) for name in COUNTED]
    days = Figure.span == DAY, Figure.day.between(first, last.last)
    statement = select(Figure.day, *sums).where(*reach.where(WHOLE), *days).group_by(Figure.day)
    by_week: dict[date, list[Tally]] = defaultdict(list)
    for day, *counts in db.session.execute(statement):
        by_week[day - timedelta(days=day.weekday())].append(Tally(*counts))
    mondays = (first + SEVEN * each for each in range(number))
    return [(monday, total(by_week[monday])) for monday in mondays]


def freshness() -> Freshness:
    due = select(FigureDue.id).limit(1).scalar_subquery()
    one = select(literal(1)).subquery()
    row = db.session.execute(
        select(FigureClock.counted_at, due).select_from(one).outerjoin(FigureClock, literal(True))
    ).one()
    return Freshness(row[0], row[1] is not None)


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
