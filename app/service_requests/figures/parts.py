"""What one report adds to the figures, and where. Pure: the report and its rows are loaded.

A report counts where it lies now: what was handed on counts for who has it, with its whole history.
That it was handed on counts for the agency that did so. What is sealed counts nowhere.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from app.core import clock
from app.service_requests import life
from app.service_requests.asked import SATISFIED
from app.service_requests.figures.models import APART, NONE
from app.service_requests.following.models import Rating
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Promise

ANSWERED = (*life.ANSWERS, life.NOT_ACCEPTED, life.DUPLICATE)
"""What an agency ends a report with; a withdrawal is no answer."""


class Cell(NamedTuple):
    """Where something counts."""

    day: date
    agency_id: int
    place_id: int
    service_id: int
    handler_id: int


@dataclass(frozen=True)
class Parts:
    """What a report adds, by cell and name; ``turns_at`` is when time alone changes it."""

    cells: dict[Cell, Counter[str]]
    receipt: Cell | None = None
    turns_at: datetime | None = None


def parts_of(
    report: ServiceRequest,
    promises: Sequence[Promise],
    ratings: Iterable[Rating],
    moves: Iterable[StatusChange],
    now: datetime,
) -> Parts:
    """Say what the report adds at ``now``; ``moves``: its steps from one agency to another."""
    if report.sealed_kind:
        return Parts({})
    counted = _Counting(report)
    counted.add(report.requested_datetime, "received", *_standing(report, promises, now))
    for promise in promises:
        if promise.kind == Promise.REOPENED:
            counted.add(promise.started_at, "reopened")
        if _is_answered(promise):
            counted.add(promise.answered_at, "answered", *_in_time(promise))
    for rating in ratings:
        counted.add(rating.at, "rated", *(["satisfied"] if rating.face == SATISFIED else []))
    for move in moves:
        counted.add_move(move)
    return Parts(counted.cells, counted.cell(report.requested_datetime), _turns_at(report, now))


class _Counting:
    """Counts of one report while they are being added up."""

    def __init__(self, report: ServiceRequest) -> None:
        self.report = report
        self.cells: dict[Cell, Counter[str]] = {}

    def cell(self, at: datetime, agency_id: int | None = None) -> Cell:
        """Give where it counts: the report's place, or ``agency_id`` itself and none of its people.

        Which agency a report about officials lies with is told by none of them.
        """
        it = self.report
        there = it.agency_id if agency_id is None else agency_id
        agency = APART if it.about_officials else there or NONE
        handler = NONE if agency_id is not None or it.about_officials else it.assignee_id or NONE
        return Cell(clock.local(at).date(), agency, it.place_id, it.service_id, handler)

    def add(self, at: datetime | None, *names: str, agency_id: int | None = None) -> None:
        if at is not None:
            self.cells.setdefault(self.cell(at, agency_id), Counter()).update(names)

    def add_move(self, move: StatusChange) -> None:
        """Count for the agency that it was; a report that reached its first one never moved."""
        details = move.details or {}
        before, after = details.get("from_agency"), details.get("to_agency")
        given_back = move.reason_id is not None
        if before is not None and before != after and (after is not None or given_back):
            self.add(move.at, "transferred", agency_id=before)


def _standing(report: ServiceRequest, promises: Sequence[Promise], now: datetime) -> list[str]:
    """Give the one state of the four that are kept; none of them is: open in time."""
    if report.is_open:
        return ["overdue"] if _runs(report) and report.answer_by < now else []
    given = [each for each in promises if _is_answered(each)]
    if not given:
        return ["withdrawn"]
    return ["on_time" if all(_in_time(each) for each in given) else "late"]


def _is_answered(promise: Promise) -> bool:
    """Tell whether an agency ended the report under it; a named day's end is no second answer."""
    return promise.kind != Promise.COMMITMENT and promise.resolution in ANSWERED


def _in_time(promise: Promise) -> list[str]:
    at = promise.answered_at
    return ["answered_in_time"] if at is not None and at <= promise.answer_by else []


def _runs(report: ServiceRequest) -> bool:
    """Tell whether its time runs: not while the citizen is asked, nor under another report."""
    return report.status != life.AWAITING_CITIZEN and not report.is_joined


def _turns_at(report: ServiceRequest, now: datetime) -> datetime | None:
    waits = report.is_open and _runs(report) and report.answer_by >= now
    return report.answer_by if waits else None
