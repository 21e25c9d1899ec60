"""What stands now in the inboxes: how much waits, is late, is asked; exact at any moment.

The worker keeps it on the day each report is due. What has changed since it counted is added here,
a row each, so that nobody who acts waits for a counter and everybody sees at once what they did.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, select, tuple_, union

from app.accounts.models import Agency
from app.core import clock
from app.core.db import UTCDateTime, db
from app.service_requests.figures.models import (
    AGENCY,
    APART,
    BEGINNING,
    DAY,
    EVER,
    HANDLER,
    NONE,
    PLACE,
    PROVINCE,
    SERVICE,
    SHAPE,
    STANDING,
    WHOLE,
    Figure,
    FigureClock,
    FigureDue,
    FigurePart,
)
from app.service_requests.figures.parts import waiting
from app.service_requests.figures.queries import Reach
from app.service_requests.record import ServiceRequest

MOST_CHANGED = 500
"""So many reports that are not counted yet are added up; beyond, nothing is told from here."""


@dataclass(frozen=True)
class Standing:
    """How many stand as what (`models.STANDING`): of all, and of what is due on a day."""

    ever: Mapping[str, int]
    days: Mapping[date, Mapping[str, int]]

    def due_on(self, day: date) -> int:
        return self.days.get(day, {}).get("waits", 0)

    def to_come(self, day: date) -> int:
        """Give how many are due on a day and not late yet."""
        of_day = self.days.get(day, {})
        return of_day.get("waits", 0) - of_day.get("waits_late", 0)


@dataclass(frozen=True)
class Of:
    """Only what is of one commune, service or handler (``kind``), the row ``key_id``.

    Of handlers only within agencies: the province has no counter of what somebody has in all.
    """

    kind: str
    key_id: int


def of_days(
    reach: Reach, days: Sequence[date], now: datetime, of: Of | None = None
) -> Standing | None:
    """Give what stands in these agencies; None where too much is still to be counted."""
    statement = _by_day(reach.agencies is None, of.kind if of else WHOLE)
    when = [(EVER, BEGINNING), *((DAY, each) for each in days)]
    given = {"agencies": sorted(reach.agencies or ()), "key": of.key_id if of else NONE}
    found = _counted(statement, {**given, "when": when}, now)
    if found is None:
        return None
    sums: dict[date, Counter[str]] = defaultdict(Counter)
    for each in found:
        if _within(reach, each, of):
            for day in {each.day} if each.is_sum else {BEGINNING, each.day}:
                _add(sums[day], each)
    return Standing(sums[BEGINNING], {day: sums[day] for day in days})


def by_handler(reach: Reach, now: datetime) -> dict[int, Counter[str]] | None:
    """Give what each official has who has something; None where too much is to be counted.

    What is about officials is left out, as it is from all figures of people.
    """
    given = {"agencies": sorted(reach.agencies or ())}
    found = _counted(_by_handler(reach.agencies is None), given, now)
    if found is None:
        return None
    sums: dict[int, Counter[str]] = defaultdict(Counter)
    for each in found:
        if each.handler_id != NONE and (each.is_sum or _within(reach, each)):
            _add(sums[each.handler_id], each)
    return {person: counts for person, counts in sums.items() if counts["waits"]}


@dataclass(frozen=True)
class _Number:
    """Something to add: a counter (``is_sum``), or what a report adds more or less than counted."""

    agency_id: int
    handler_id: int
    day: date
    counts: Mapping[str, int]
    place_id: int = NONE
    service_id: int = NONE
    is_sum: bool = False

    def is_of(self, of: Of | None) -> bool:
        keys = {PLACE: self.place_id, SERVICE: self.service_id, HANDLER: self.handler_id}
        return of is None or keys[of.kind] == of.key_id


def _add(to: Counter[str], number: _Number) -> None:
    for name, count in number.counts.items():
        to[name] += count


def _within(reach: Reach, number: _Number, of: Of | None = None) -> bool:
    here = reach.agencies is None or number.agency_id in reach.agencies
    return number.is_sum or (here and number.is_of(of))


def _counted(
    counters: Select[Any], given: Mapping[str, Any], now: datetime
) -> list[_Number] | None:
    """Read the counters and what has changed since; None where they are of an earlier make."""
    rows = db.session.execute(counters, given).all()
    if any(row.shape not in (None, SHAPE) for row in rows):
        return None
    changed = db.session.execute(_CHANGED, {"now": now}).all()
    if len(changed) > MOST_CHANGED:
        return None
    sums = [_Number(NONE, row.handler_id, row.day, _counts(row), is_sum=True) for row in rows]
    return sums + [each for row in changed for each in _difference(row, now)]


def _counts(row: Any, sign: int = 1) -> dict[str, int]:
    """Give the counts of a row, less by them with ``sign`` -1; PostgreSQL's sums are decimals."""
    return {name: sign * int(getattr(row, name)) for name in STANDING}


def _difference(row: Any, now: datetime) -> Iterator[_Number]:
    """Give what a report stands as now, and what it was counted as, taken away."""
    agency = APART if row.about_officials else row.in_agency or NONE
    handler = NONE if row.about_officials else row.assignee_id or NONE
    due = clock.local(row.due_at).date()
    stands = dict.fromkeys(waiting(row, now), 1)
    yield _Number(agency, handler, due, stands, row.in_place, row.of_service)
    if row.day is not None:
        counted = _counts(row, -1)
        yield _Number(row.agency_id, row.handler_id, row.day, counted, row.place_id, row.service_id)


@cache
def _by_day(everywhere: bool, kind: str) -> Select[Any]:
    """Build it once for each kind of row: that takes longer than to ask."""
    when = tuple_(Figure.span, Figure.day).in_(bindparam("when", expanding=True))
    mine = _cells(everywhere, kind)
    return _sums(literal(NONE), Figure.day).where(*mine, when).group_by(Figure.day)


def _cells(everywhere: bool, kind: str) -> list[Any]:
    """Give the conditions of the counters of the agencies put in, whole or of one row."""
    ours: Any = bindparam("agencies", expanding=True)
    if kind == WHOLE:
        whole = [Figure.kind == (WHOLE if everywhere else AGENCY), Figure.scope_id == PROVINCE]
        return whole if everywhere else [*whole, Figure.key_id.in_(ours)]
    scope = Figure.scope_id == PROVINCE if everywhere else Figure.scope_id.in_(ours)
    return [Figure.kind == kind, scope, Figure.key_id == bindparam("key")]


@cache
def _by_handler(everywhere: bool) -> Select[Any]:
    """Ask each agency's counters of all time, past those of all days."""
    ours: Any = bindparam("agencies", expanding=True)
    of: Any = select(Agency.id) if everywhere else ours
    mine = (Figure.kind == HANDLER, Figure.scope_id.in_(of))
    ever = (Figure.span == EVER, Figure.day == BEGINNING)
    return _sums(Figure.key_id, literal(BEGINNING)).where(*mine, *ever).group_by(Figure.key_id)


def _sums(handler: Any, day: Any) -> Select[Any]:
    shape = select(FigureClock.shape).limit(1).scalar_subquery()
    sums = [func.sum(getattr(Figure, name)).label(name) for name in STANDING]
    return select(handler.label("handler_id"), day.label("day"), *sums, shape.label("shape"))


def _changed() -> Select[Any]:
    """Select reports to be counted anew, each beside what it was counted as standing."""
    report: Any = ServiceRequest
    most = MOST_CHANGED + 1
    due = select(FigureDue.service_request_id.label("id")).distinct().limit(most).subquery()
    late = FigurePart.turns_at < bindparam("now", type_=UTCDateTime)
    turned = select(FigurePart.service_request_id.label("id")).where(late).limit(most).subquery()
    ids = union(select(due.c.id), select(turned.c.id)).subquery()
    part = (FigurePart.service_request_id == report.id, FigurePart.waits + FigurePart.asks != 0)
    cell = ("agency_id", "handler_id", "place_id", "service_id", "day")
    columns = [getattr(FigurePart, name) for name in (*cell, *STANDING)]
    return (
        select(
            report.agency_id.label("in_agency"), report.assignee_id, report.about_officials,
            report.sealed_kind, report.is_open, report.main_id, report.status, report.due_at,
            report.place_id.label("in_place"), report.service_id.label("of_service"), *columns,
        )
        .select_from(ids.join(report, report.id == ids.c.id).outerjoin(FigurePart, and_(*part)))
        .limit(most)
    )  # fmt: skip


_CHANGED = _changed()
