"""A day that was named to the citizen (hẹn làm), and what it becomes."""

from datetime import UTC, date, datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock
from app.core.errors import DomainError
from app.core.promises import WORKING
from app.core.working_time import Calendar
from app.service_requests import life, transition
from app.service_requests.history import StatusChange
from app.service_requests.notices import (
    FOLLOW_CLOSED,
    FOLLOWERS,
    HANDLERS,
    IS_IT_DONE,
    SENDER,
    SPOKE,
)
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Commitment, Promise

FALL_DUE = life.REPORT.verb(
    "fall_due",
    {life.CLOSED},
    life.IN_PROGRESS,
    label=_l("The promised day has come"),
    facts={life.OF_THE_OFFICE},
    told={SENDER: IS_IT_DONE},
)
CONFIRM = life.REPORT.verb(
    "confirm",
    {life.IN_PROGRESS},
    life.CLOSED,
    label=_l("The sender says: it is done"),
    facts={life.SPOKEN, life.OVERTAKES, life.ENDS_JOINED},
    told={HANDLERS: SPOKE, FOLLOWERS: FOLLOW_CLOSED},
)
DENY = life.REPORT.verb(
    "deny",
    {life.IN_PROGRESS},
    label=_l("The sender says: not yet"),
    visibility=life.CITIZEN_STEP,
    facts={life.SPOKEN},
    told={HANDLERS: SPOKE},
)


def fall_due(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Bring it back to the desk on the day that was named; the citizen is asked too."""
    transition.require(report, FALL_DUE)
    named = report.commitment
    if named is None:
        raise DomainError(_l("No day was named for this report."))
    named.returned_at = now
    report.resolution = report.answered_at = None
    report.accept_by, report.answer_by = named.due_at, named.due_at
    report.promises.append(
        Promise(
            number=named.promise_number,
            kind=Promise.COMMITMENT,
            clock=WORKING,
            started_at=named.made_at,
            accept_by=named.due_at,
            accepted_at=now,
            answer_by=named.due_at,
        )
    )
    return transition.move(report, FALL_DUE, actor, now, scheduled_on=named.due_on)


def confirm(report: ServiceRequest, actor: Actor, now: datetime, text: str | None) -> StatusChange:
    """Let the citizen say that what was promised for the day is done."""
    transition.require(report, CONFIRM)
    named = _asked(report)
    named.citizen_says, named.said_at = True, now
    return transition.end(report, CONFIRM, actor, now, life.FIXED, text)


def deny(report: ServiceRequest, actor: Actor, now: datetime, text: str | None) -> StatusChange:
    """Let the citizen say that it is not done: it stays on the desk."""
    transition.require(report, DENY)
    named = _asked(report)
    named.citizen_says, named.said_at = False, now
    return transition.move(report, DENY, actor, now, status_notes=text)


def asked_whether_done(report: ServiceRequest) -> Commitment | None:
    """Give the named day on which the citizen was asked and has not said yet."""
    if not report.may(DENY.name) or report.promise.kind != Promise.COMMITMENT:
        return None
    number = report.promise.number
    found = (each for each in report.commitments if each.promise_number == number)
    return next((each for each in found if each.asks_citizen), None)


def name_day(report: ServiceRequest, now: datetime, due_on: date, calendar: Calendar) -> Commitment:
    """Enter a named day in the register, good until its office hours end."""
    last = calendar.hours.spans[-1][1]
    named = Commitment(
        promise_number=report.promise.number + 1,
        agency_id=report.agency_id,
        made_at=now,
        due_on=due_on,
        due_at=clock.at(due_on, last).astimezone(UTC),
    )
    report.commitments.append(named)
    report.watch(now)
    return named


def _asked(report: ServiceRequest) -> Commitment:
    named = asked_whether_done(report)
    if named is None:
        raise DomainError(_l("Nothing is being asked about this report now."))
    return named
