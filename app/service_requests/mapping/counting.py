"""The map's counters: exact at any moment, and written by the worker alone.

A report says beside itself as what it is counted (``mapped_as``). Whatever changes it, by whichever
way, the database then knows by an index that it is counted as something else; until the worker has
brought the counters in step, a map adds the difference. So nobody who sends or answers waits for a
counter, and what a map shows is what counting all reports would give.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    delete,
    literal_column,
    or_,
    select,
    text,
    true,
    update,
)

from app.core import jobs
from app.core.db import db, for_change
from app.core.inserting import dialect, insert
from app.places.maps.grid import LEVELS, Square
from app.service_requests.mapping.models import ABOUT_OFFICIALS, MapCount
from app.service_requests.record import ServiceRequest
from app.service_requests.record_indexes import MAPPED, UNMAPPED

BATCH = 1_000
MOST_AT_ONCE = 100
"""Batches of one run: a backlog of half a million takes some minutes, and holds up nothing."""
MOST_BESIDE = 2_000
"""So many reports that are not counted yet are added by the page; beyond, it counts a part."""
_ID: Any = literal_column("id", Integer)
_MAPPED_AS: Any = literal_column("mapped_as", String)
_NOW: Any = literal_column(MAPPED, String).label("now_as")
_counts: Any = MapCount.__table__


@dataclass(frozen=True)
class Counted:
    """As what one report is counted."""

    square: int
    place_id: int
    agency_id: int
    is_open: bool
    kind: str

    @classmethod
    def read(cls, text: str) -> "Counted | None":
        """Read ``mapped_as``; None for what is not on the map."""
        if not text:
            return None
        square, place, agency, state = text.split(".")
        return cls(int(square), int(place), int(agency), state[0] == "1", state[1:])


@dataclass(frozen=True)
class Wanted:
    """Which reports a map is of; None: all. Agencies' own reports, and those about officials."""

    ordinary: frozenset[int] | None = None
    about_officials: frozenset[int] | None = None
    place_id: int | None = None
    agency_id: int | None = None
    is_open: bool | None = None
    kinds: frozenset[str] | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        count = MapCount
        found = [
            column == value
            for column, value in (
                (count.place_id, self.place_id),
                (count.agency_id, self.agency_id),
                (count.is_open, self.is_open),
            )
            if value is not None
        ]
        if self.kinds is not None:
            found.append(count.kind.in_(sorted(self.kinds)))
        return [*found, self._scope()]

    def _scope(self) -> ColumnElement[bool]:
        if self.ordinary is None or self.about_officials is None:
            return true()
        about = MapCount.kind == ABOUT_OFFICIALS
        agency = MapCount.agency_id
        return or_(
            and_(agency.in_(sorted(self.ordinary)), ~about),
            and_(agency.in_(sorted(self.about_officials)), about),
        )

    def has(self, one: Counted) -> bool:
        """Tell the same of one report."""
        scope = self.about_officials if one.kind == ABOUT_OFFICIALS else self.ordinary
        return (
            (scope is None or one.agency_id in scope)
            and self.place_id in (None, one.place_id)
            and self.agency_id in (None, one.agency_id)
            and self.is_open in (None, one.is_open)
            and (self.kinds is None or one.kind in self.kinds)
        )


@jobs.every(timedelta(minutes=1))
def fold_now() -> None:
    """Bring the counters in step with what changed."""
    for _ in range(MOST_AT_ONCE):
        if fold() < BATCH:
            break


def fold() -> int:
    """Count a batch of reports as what they are now; give how many. Commits."""
    report, first = ServiceRequest, _unmapped().order_by(text("id")).limit(BATCH)
    rows = db.session.execute(for_change(first, skip_locked=True)).all()
    if rows:
        _add(_differences((row.mapped_as, row.now_as) for row in rows))
        done = update(report).where(report.id.in_([row.id for row in rows]))
        db.session.execute(
            done.values(mapped_as=text(MAPPED)).execution_options(synchronize_session=False)
        )
    db.session.commit()
    return len(rows)


def beside(wanted: Wanted) -> list[tuple[Counted, int]] | None:
    """Give what has to be added to the counters now, one by one; None where it is too much."""
    rows = db.session.execute(_unmapped().limit(MOST_BESIDE + 1)).all()
    if len(rows) > MOST_BESIDE:
        return None
    return [
        (one, step)
        for row in rows
        for said, step in ((row.mapped_as, -1), (row.now_as, 1))
        if (one := Counted.read(said)) is not None and wanted.has(one)
    ]


def _unmapped() -> Select[Any]:
    """Select what the counters do not have as it is: id, as what it is counted, as what it should.

    SQLite is told which index knows that: by figures of a time with a backlog it would read all.
    """
    known = " INDEXED BY ix_service_request_unmapped" if dialect() == "sqlite" else ""
    return (
        select(_ID, _MAPPED_AS, _NOW)
        .select_from(text(f"service_request{known}"))
        .where(text(UNMAPPED))
    )


def _differences(changes: Iterable[tuple[str, str]]) -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    for before, after in changes:
        for said, step in ((before, -1), (after, 1)):
            for key in _keys(Counted.read(said)):
                found[key] += step
    return found


def _keys(one: Counted | None) -> Iterator[tuple[Any, ...]]:
    """Give the counters that a report is counted in."""
    if one is None:
        return
    finest = Square.of(one.square)
    for level in LEVELS:
        square = finest.within(level)
        yield level, square.row, square.column, one.place_id, one.agency_id, one.is_open, one.kind


def _add(differences: Counter[tuple[Any, ...]]) -> None:
    """Add to the counters, in one order whoever does it, and drop those that came to nothing."""
    names = [column.name for column in _counts.primary_key]
    rows = [
        {**dict(zip(names, key, strict=True)), "reports": step}
        for key, step in sorted(differences.items())
        if step
    ]
    if rows:
        into = insert(_counts)
        more = {"reports": _counts.c.reports + into.excluded.reports}
        db.session.execute(into.on_conflict_do_update(index_elements=names, set_=more), rows)
    if any(row["reports"] < 0 for row in rows):
        db.session.execute(delete(_counts).where(_counts.c.reports == 0))
