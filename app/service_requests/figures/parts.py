"""What one report adds to the figures, and where. Pure: the report and its rows are loaded.

A report counts where it lies now: what was handed on counts for who has it, with its whole history.
That it was handed on counts for the agency that did so. What is sealed counts nowhere.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from app.core import clock
from app.service_requests import life
from app.service_requests.asked import DISSATISFIED, FAIR, SATISFIED
from app.service_requests.figures.models import APART, NONE, PRIVATE
from app.service_requests.following.models import Rating
from app.service_requests.history import StatusChange
from app.service_requests.record import HIDDEN, ServiceRequest
from app.service_requests.rows import Commitment, Pause, Promise

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
    pauses: Sequence[Pause]
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
    turns_at = [*counted.add_lateness(beside, now), *counted.add_waiting(now)]
    for day in beside.days:
        if day.kept is not None:
            name = "kept" if day.kept else "broken"
            counted.add(day.settled_at, name, agency_id=day.agency_id)
    for rating in beside.ratings:
        counted.add(rating.at, "rated", *(["satisfied"] if rating.face == SATISFIED else []))
    for move in beside.moves:
        counted.add_move(move)
    cells = {cell: counts for cell, counts in counted.cells.items() if any(counts.values())}
    turns = [at for at in (_turns_at(report, now), *turns_at) if at is not None]
    return Parts(cells, counted.cell(report.requested_datetime), min(turns, default=None))


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

    def add_lateness(self, beside: Beside, now: datetime) -> list[datetime]:
        """Count from when to when it was late, or asked of its sender; give what is to come.

        A report under another one is not late by itself.
        """
        for pause in beside.pauses:
            self._last("asked_balance", pause.started_at, pause.ended_at)
        for promise in beside.promises:
            self.add(promise.extended_at, "extended")
        spells = [] if self.report.is_joined else list(_late_spells(beside))
        for start, end in spells:
            if start < now:
                self._last("late_balance", start, end)
        return [start for start, _ in spells if start >= now]

    def add_waiting(self, now: datetime) -> list[datetime]:
        """Count it on the day it is due while something is to be done; give when it gets late."""
        found = waiting(self.report, now)
        self.add(self.report.due_at, *found)
        return [self.report.due_at] if "waits" in found and "waits_late" not in found else []

    def _last(self, name: str, start: datetime, end: datetime | None) -> None:
        """Count one more from the day of ``start`` on, one less from that of ``end`` on."""
        for at, sign in ((start, 1), (end, -1)):
            if at is not None:
                self.cells.setdefault(self.cell(at), Counter())[name] += sign

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


def waiting(report: Any, now: datetime) -> tuple[str, ...]:
    """Give as what a report, or a row with its columns, stands in an inbox (`models.STANDING`)."""
    if report.sealed_kind or not report.is_open or report.main_id is not None:
        return ()
    if report.status == life.AWAITING_CITIZEN:
        return ("asks",)
    late, loose = report.due_at < now, report.assignee_id is None
    told = {"waits": True, "waits_late": late, "loose": loose, "loose_late": loose and late}
    return tuple(name for name, is_so in told.items() if is_so)


def hours(taken: timedelta) -> int:
    """Give how long it took, nights and holidays too: whole hours, behind two days whole days.

    Rounded up, 1 to `LONGEST`. So there are few numbers, and the middle one of the rounded is the
    middle one rounded.
    """
    number = max(1, -(-taken // HOUR))
    return min(number if number <= 48 else -(-number // 24) * 24, LONGEST)


def _late_spells(beside: Beside) -> Iterator[tuple[datetime, datetime | None]]:
    """Give from when to when each promise was past its time, times of asking left out."""
    pauses = sorted(beside.pauses, key=lambda pause: pause.started_at)
    for promise in beside.promises:
        start: datetime | None = promise.answer_by
        end = promise.answered_at
        for pause in pauses:
            if start is None or not _before(pause.started_at, end):
                break
            if not _before(start, pause.ended_at):
                continue
            if start < pause.started_at:
                yield start, pause.started_at
            start = pause.ended_at
        if start is not None and _before(start, end):
            yield start, end


def _before(at: datetime, end: datetime | None) -> bool:
    """Tell whether it comes before an end; None: there is none yet."""
    return end is None or at < end


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
