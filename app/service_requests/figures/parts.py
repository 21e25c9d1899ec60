"""What one report adds to the figures, and where. Pure: the report and its rows are loaded.

A report counts where it lies now: what was handed on counts for who has it, with its whole history.
That it was handed on counts for the agency that did so. What is sealed counts nowhere.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from app.core import clock
from app.service_requests import life
from app.service_requests.asked import DISSATISFIED, FAIR, SATISFIED
from app.service_requests.figures.models import APART, NONE, PRIVATE
from app.service_requests.following.models import Rating
from app.service_requests.history import StatusChange
from app.service_requests.record import HIDDEN, ServiceRequest
from app.service_requests.rows import Commitment, Promise

ANSWERED = (*life.ANSWERS, life.NOT_ACCEPTED, life.DUPLICATE)
"""What an agency ends a report with; a withdrawal is no answer."""


_RESULTS = frozenset({life.FIXED, life.EXPLAINED, life.SCHEDULED, life.NOT_ACCEPTED})
FACED = {
    SATISFIED: ("answers_satisfied",),
    FAIR: ("answers_fair",),
    DISSATISFIED: ("answers_dissatisfied",),
}
HOUR = timedelta(hours=1)
LONGEST = 60 * 24


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


@dataclass(frozen=True)
class Beside:
    """The rows of a report that count; ``moves``: its steps from one agency to another."""

    promises: Sequence[Promise]
    days: Sequence[Commitment]
    ratings: Sequence[Rating]
    moves: Sequence[StatusChange]


def parts_of(report: ServiceRequest, beside: Beside, now: datetime) -> Parts:
    """Say what the report adds at ``now``."""
    if report.sealed_kind:
        return Parts({})
    counted = _Counting(report)
    counted.add_receipt(beside.promises, now)
    counted.add_answers(beside)
    for day in beside.days:
        if day.kept is not None:
            name = "kept" if day.kept else "broken"
            counted.add(day.settled_at, name, agency_id=day.agency_id)
    for rating in beside.ratings:
        counted.add(rating.at, "rated", *(["satisfied"] if rating.face == SATISFIED else []))
    for move in beside.moves:
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

    def add_receipt(self, promises: Sequence[Promise], now: datetime) -> None:
        """Count it where it came in, with where it stands."""
        received, accepted = self.report.requested_datetime, _accepted(promises)
        self.add(received, "received", *_standing(self.report, promises, now))
        if accepted is not None and accepted <= promises[0].accept_by:
            self.add(received, "accepted_on_time")
        self._mark(accepted, promises)

    def add_answers(self, beside: Beside) -> None:
        """Count its answers and reopenings where they happened, with what came of them."""
        faces = {each.promise_number: each.face for each in beside.ratings}
        for promise in beside.promises:
            if promise.kind == Promise.REOPENED:
                self.add(promise.started_at, "reopened", *_ended(promise))
            if _is_answered(promise):
                said = _RESULTS & {promise.resolution}
                face = FACED.get(faces.get(promise.number, ""), ())
                self.add(promise.answered_at, "answered", *_in_time(promise), *said, *face)

    def _mark(self, accepted: datetime | None, promises: Sequence[Promise]) -> None:
        """Say on one part each how long it took, and why its words are not public."""
        received = self.report.requested_datetime
        answered = next((each.answered_at for each in promises if _is_answered(each)), None)
        for name, at in (("accept_in", accepted), ("answer_in", answered)):
            if at is not None:
                self.cells.setdefault(self.cell(at), Counter())[name] = hours(at - received)
        hidden = _hidden(self.report)
        if hidden:
            self.cells[self.cell(received)]["hidden_as"] = hidden

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


def hours(taken: timedelta) -> int:
    """Give how long it took, nights and holidays too: whole hours, behind two days whole days.

    Rounded up, 1 to `LONGEST`. So there are few numbers, and the middle one of the rounded is the
    middle one rounded.
    """
    number = max(1, -(-taken // HOUR))
    return min(number if number <= 48 else -(-number // 24) * 24, LONGEST)


def _accepted(promises: Sequence[Promise]) -> datetime | None:
    """Give when it was first accepted; a reason for not accepting it is an answer to that too."""
    if not promises:
        return None
    first = promises[0]
    return first.accepted_at or (first.answered_at if _is_answered(first) else None)


def _ended(promise: Promise) -> list[str]:
    """Give how a reopening ended; none while it is open, or where its sender withdrew it."""
    if not _is_answered(promise):
        return []
    return ["reopened_fixed" if promise.resolution == life.FIXED else "reopened_otherwise"]


def _hidden(report: ServiceRequest) -> int:
    """Give why its words are not public: the reason's number, `PRIVATE`, or 0."""
    if report.publicity == HIDDEN and report.not_public_reason_id:
        return report.not_public_reason_id
    return 0 if report.is_listed else PRIVATE


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
