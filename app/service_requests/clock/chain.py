"""The chain: who is told of a promise in danger, and when. No SQL here.

Handler at half and at four fifths of the time, the agency's lead when it is over, the operator
at 125 %, the head of the province at 200 %, each percentage on the promise's own clock. What
nobody was given is the lead's from the first minute; an acceptance that is late is too.

An answer that waits for a lead is watched beside it: the lead is reminded, then whoever leads
above, then the head of the province, each after a share of the time the answer was promised in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.core import clock
from app.core.promises import advance, allowed, moment_of
from app.core.working_time import Calendar
from app.service_requests import life
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Commitment, Promise

HANDLER, LEAD, OPERATOR, HEAD = "handler", "lead", "operator", "head"
ABOVE = "above"
"""Whoever leads the nearest agency above those of LEAD."""
UNASSIGNED, ACCEPTANCE = "unassigned", "acceptance"
HALF, FOUR_FIFTHS, OVERDUE, FAR_OVERDUE, TWICE = "half", "four_fifths", "overdue", "far", "twice"
PERCENTS = (
    # step, percent of the promise's time, whose it is
    (HALF, 50, HANDLER),
    (FOUR_FIFTHS, 80, HANDLER),
    (OVERDUE, 100, LEAD),
    (FAR_OVERDUE, 125, OPERATOR),
    (TWICE, 200, HEAD),
)
SIGN, SIGN_UP, SIGN_TOP = "sign", "sign_up", "sign_top"
SIGNING = (
    # step, percent of the promise's time after submitting, at most, whose it is
    (SIGN, 10, timedelta(hours=4), LEAD),
    (SIGN_UP, 20, timedelta(hours=8), ABOVE),
    (SIGN_TOP, 40, timedelta(hours=16), HEAD),
)
WHOSE = {
    UNASSIGNED: LEAD,
    ACCEPTANCE: LEAD,
    **{step: whose for step, _, whose in PERCENTS},
    **{step: whose for step, _, _, whose in SIGNING},
}
WEIGHT = {step: weight for weight, step in enumerate((UNASSIGNED, HALF, SIGN, ACCEPTANCE, SIGN_UP,
                                                      FOUR_FIFTHS, SIGN_TOP, OVERDUE, FAR_OVERDUE,
                                                      TWICE))}  # fmt: skip
"""Of several steps of one report a person is told the heaviest."""
MORNING = time(7, 30)
"""When a report comes back on its named day, and when the leads get their figures."""


@dataclass(frozen=True)
class Step:
    """One step of a promise: its name and when it is to be taken."""

    name: str
    at: datetime


def steps(service_request: ServiceRequest, calendar: Calendar) -> list[Step]:
    """Give all steps of the promise that is watched, in order, done or not."""
    promise = watched(service_request)
    if promise is None:
        return []
    return sorted(_steps(service_request, promise, calendar), key=lambda step: step.at)


def signing_steps(service_request: ServiceRequest, calendar: Calendar) -> list[Step]:
    """Give the steps of an answer that waits for a lead, in order, done or not."""
    asked, promise = service_request.approval_asked_at, service_request.promise
    if asked is None:
        return []
    whole, mark = allowed(calendar, promise), int(asked.timestamp())
    waits = ((name, min(whole * share / 100, most)) for name, share, most, _ in SIGNING)
    return [
        Step(f"{name}:{mark}", advance(calendar, promise.clock, asked, wait))
        for name, wait in waits
    ]


def watched(service_request: ServiceRequest) -> Promise | None:
    """Give the promise that runs: of an open report, or of the day named in its answer."""
    if service_request.is_open:
        return service_request.promise
    named = service_request.commitment
    return as_promise(named) if named else None


def as_promise(named: Commitment) -> Promise:
    """Give the promise that a named day will become, for reckoning with; it is not kept."""
    return Promise(
        number=named.promise_number,
        kind=Promise.COMMITMENT,
        clock="working",
        started_at=named.made_at,
        accept_by=named.due_at,
        answer_by=named.due_at,
        paused_seconds=0,
    )


def morning_of(named: Commitment) -> datetime:
    """Give when the report comes back on its named day."""
    return clock.at(named.due_on, MORNING)


def name_for(step: str, promise: Promise) -> str:
    """Give the step's name as it is kept: a named day's steps are its own."""
    return f"day_{step}" if promise.kind == Promise.COMMITMENT else step


def plain(name: str) -> str:
    """Give the step's name without what tells a named day's or a draft's from another."""
    return name.removeprefix("day_").partition(":")[0]


def first_after(moments: Iterable[datetime], now: datetime) -> datetime | None:
    """Give the earliest of ``moments`` that is still to come."""
    return min((each for each in moments if each > now), default=None)


def first_of(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)


def _steps(service_request: ServiceRequest, promise: Promise, calendar: Calendar) -> Iterator[Step]:
    if service_request.is_open and service_request.assignee_id is None:
        yield Step(UNASSIGNED, promise.started_at)
    if service_request.status == life.RECEIVED:
        yield Step(ACCEPTANCE, promise.accept_by)
    for name, percent, _ in PERCENTS:
        yield Step(name_for(name, promise), moment_of(calendar, promise, percent))
