"""Keeping the counters: a step leaves a row, the worker counts the report anew.

An act adds a row of its own and touches no counter, so that nobody waits for anybody. The worker
compares what the report adds now with what it added before, and adds the difference. Time is a step
too: whose hour has passed is counted anew.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import lazyload

from app.accounts.actors import Actor
from app.core import clock, inserting
from app.core.db import db, for_change
from app.service_requests.figures.models import (
    AGENCY,
    APART,
    BEGINNING,
    DAY,
    EVER,
    HANDLER,
    MONTH,
    NONE,
    OF_PARTS,
    PLACE,
    PROVINCE,
    SERVICE,
    SHAPE,
    STORED,
    WEEKLY,
    WHOLE,
    Figure,
    FigureClock,
    FigureDue,
    FigurePart,
)
from app.service_requests.figures.parts import Beside, Cell, Parts, parts_of
from app.service_requests.figures.summing import Key, sum_up, sum_up_weeks
from app.service_requests.following.models import Rating
from app.service_requests.history import StatusChange
from app.service_requests.life import MOVES, REPORT
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Commitment, Pause, Promise

BATCH = 300
Counts = Counter[str]


def mark_new(service_request: ServiceRequest, _actor: Actor, _now: datetime) -> None:
    """Have a report that came in counted."""
    _mark(service_request)


def mark_step(
    service_request: ServiceRequest, _change: StatusChange, _actor: Actor, _now: datetime
) -> None:
    """Have it counted anew."""
    _mark(service_request)


def _mark(service_request: ServiceRequest) -> None:
    db.session.execute(insert(FigureDue.__table__).values(service_request_id=service_request.id))


def count_due(now: datetime) -> int:
    """Count anew some of what changed; give how many reports, 0 where all is counted.

    The caller commits, and calls again.
    """
    counted_at = _hold(now)
    due = db.session.execute(
        select(FigureDue.id, FigureDue.service_request_id).order_by(FigureDue.id).limit(BATCH)
    ).all()
    turned = select(FigurePart.service_request_id).where(FigurePart.turns_at < now)
    numbers = {number for _, number in due} or set(db.session.scalars(turned.limit(BATCH)))
    if not numbers:
        counted_at.counted_at = now
        return 0
    count_anew(sorted(numbers), now)
    db.session.execute(delete(FigureDue).where(FigureDue.id.in_([row.id for row in due])))
    return len(numbers)


def rebuild(now: datetime) -> Iterator[int]:
    """Count all from scratch, and make the counters their sums; yield how many were counted.

    The caller commits after each, and at the end.
    """
    after: int | None = 0
    while after is not None:
        _hold(now)
        ids = select(ServiceRequest.id).where(ServiceRequest.id > after)
        numbers = db.session.scalars(ids.order_by(ServiceRequest.id).limit(BATCH)).all()
        count_anew(numbers, now)
        after = numbers[-1] if numbers else None
        yield len(numbers)
    _hold(now)
    sum_up()


def count_anew(numbers: Sequence[int], now: datetime) -> None:
    """Let these reports add what they add now, instead of what they added before."""
    before = _kept(numbers)
    changed: dict[Cell, Counts] = defaultdict(Counter)
    gone, new = [], []
    for number, found in _found(numbers, now):
        rows, was = _rows(number, found), before[number]
        if [row[1:] for row in was] == rows:
            continue
        gone += [row[0] for row in was]
        new += rows
        for sign, them in ((-1, [row[1:] for row in was]), (1, rows)):
            for row in them:
                _add(changed[row[1]], row[3], sign)
    if gone:
        db.session.execute(delete(FigurePart).where(FigurePart.id.in_(gone)))
    if new:
        db.session.execute(insert(FigurePart.__table__), [_as_row(*each) for each in new])
    _change(changed)


Row = tuple[int, Cell, datetime | None, Counts]


def _rows(number: int, found: Parts) -> list[Row]:
    """Give the report's parts as they are kept, in an order."""
    return sorted(
        (number, cell, found.turns_at if cell == found.receipt else None, counts)
        for cell, counts in found.cells.items()
    )


def _kept(numbers: Sequence[int]) -> dict[int, list[tuple[Any, ...]]]:
    """Give the parts that these reports had, by report: each as a row with its id before."""
    kept: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    mine = select(FigurePart.__table__).where(FigurePart.service_request_id.in_(numbers))
    for row in db.session.execute(mine):
        cell = Cell(row.day, row.agency_id, row.place_id, row.service_id, row.handler_id)
        counts = Counter({name: row._mapping[name] for name in OF_PARTS if row._mapping[name]})
        kept[row.service_request_id].append(
            (row.id, row.service_request_id, cell, row.turns_at, counts)
        )
    for rows in kept.values():
        rows.sort(key=lambda row: row[1:3])
    return kept


def _found(numbers: Sequence[int], now: datetime) -> Iterator[tuple[int, Parts]]:
    """Work out what these reports add now, in six statements."""
    mine = select(ServiceRequest).where(ServiceRequest.id.in_(numbers))
    plain = mine.options(lazyload("*")).execution_options(populate_existing=True)
    moves = StatusChange.verb.in_([name for name in REPORT.verbs if REPORT.has(name, MOVES)])
    promises, pauses, days, ratings, moved = (
        _by_report(statement, numbers)
        for statement in (
            select(Promise).order_by(Promise.number),
            select(Pause),
            select(Commitment),
            select(Rating),
            select(StatusChange).where(moves),
        )
    )
    for report in db.session.scalars(plain):
        one = report.id
        beside = Beside(promises[one], pauses[one], days[one], ratings[one], moved[one])
        yield one, parts_of(report, beside, now)


def _by_report(statement: Any, numbers: Sequence[int]) -> dict[int, list[Any]]:
    table = statement.column_descriptions[0]["entity"]
    mine = statement.where(table.service_request_id.in_(numbers))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.scalars(mine.execution_options(populate_existing=True)):
        found[row.service_request_id].append(row)
    return found


def _as_row(number: int, cell: Cell, turns_at: datetime | None, counts: Counts) -> dict[str, Any]:
    counted = {name: counts[name] for name in OF_PARTS}
    month = cell.day.replace(day=1)
    return {"service_request_id": number, "turns_at": turns_at, "month": month,
            **cell._asdict(), **counted}  # fmt: skip


def _add(to: Counts, counts: Counts, sign: int) -> None:
    for name, number in counts.items():
        to[name] += sign * number


def _change(cells: dict[Cell, Counts]) -> None:
    """Add to the counters, in the order of their key, in one statement."""
    changes: dict[Key, Counts] = defaultdict(Counter)
    for cell, counts in cells.items():
        for key in _keys(cell):
            _add(changes[key], counts, 1)
    rows = [
        {**key._asdict(), **{name: changes[key][name] for name in STORED}}
        for key in sorted(changes)
        if any(changes[key].values())
    ]
    if not rows:
        return
    adding = inserting.insert(Figure.__table__)
    kept = Figure.__table__.c
    sums = {name: kept[name] + adding.excluded[name] for name in STORED}
    key_columns = list(Key._fields)
    db.session.execute(adding.on_conflict_do_update(index_elements=key_columns, set_=sums), rows)


def _keys(cell: Cell) -> Iterator[Key]:
    """Give the counters that a cell counts in: for the province and its agency, in each span."""
    monday, first = clock.monday_of(cell.day), cell.day.replace(day=1)
    for span, day in ((DAY, cell.day), (WEEKLY, monday), (MONTH, first), (EVER, BEGINNING)):
        for kind, scope_id, key_id in _places(cell):
            yield Key(kind, scope_id, span, day, key_id)


def _places(cell: Cell) -> Iterator[tuple[str, int, int]]:
    yield WHOLE, PROVINCE, NONE
    yield AGENCY, PROVINCE, cell.agency_id
    yield PLACE, PROVINCE, cell.place_id
    yield SERVICE, PROVINCE, cell.service_id
    if cell.agency_id not in (NONE, APART):
        yield PLACE, cell.agency_id, cell.place_id
        yield SERVICE, cell.agency_id, cell.service_id
        yield HANDLER, cell.agency_id, cell.handler_id


def _hold(now: datetime) -> FigureClock:
    """Be the only one who counts, until the commit."""
    found = db.session.scalar(for_change(select(FigureClock)))
    if found is None:
        found = FigureClock(id=1, counted_at=now, shape=SHAPE)
        db.session.add(found)
    elif found.shape != SHAPE:
        found.shape = SHAPE
        _bring_into_shape()
    db.session.flush()
    return found


def _bring_into_shape() -> None:
    """Sum up what an earlier release did not, and have all counted anew, in turns.

    Done by who counts and not by a migration: an earlier worker may count while that one runs.
    """
    sum_up_weeks()
    due = FigureDue.__table__
    every = select(ServiceRequest.id).order_by(ServiceRequest.id)
    db.session.execute(insert(due).from_select([due.c.service_request_id], every))
