"""What makes a promise wait, grow or come back; nothing else ever moves it."""

from datetime import UTC, date, datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock
from app.core.errors import DomainError
from app.core.promises import WORKING, advance, elapsed
from app.core.working_time import Calendar
from app.service_requests.models import lifecycle as life
from app.service_requests.models import steps
from app.service_requests.models.history import StatusChange
from app.service_requests.models.parts import Promise
from app.service_requests.models.record import ServiceRequest
from app.service_requests.models.waiting import Commitment, Pause

STILL, GONE = "still", "gone"
SHORTEST = 5
"""Characters of a question or reason; less says nothing."""


def ask(report: ServiceRequest, actor: Actor, now: datetime, text: str) -> StatusChange:
    """Ask the citizen something: the clock stands still until they answer, or for a limit."""
    life.REPORT.require(report, "ask")
    if len(text.strip()) < SHORTEST:
        raise DomainError(_l("Write what you ask the citizen."), field="text")
    report.pauses.append(
        Pause(
            promise_number=report.promise.number,
            started_at=now,
            reason=text,
            until=now + timedelta(days=report.service.ask_days),
        )
    )
    return steps.step(report, "ask", actor, now, status_notes=text)


def respond(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    calendar: Calendar,
    text: str | None,
    tap: str = "",
) -> StatusChange:
    """Let the citizen answer, in words, photos or a tap: still there, or gone."""
    life.REPORT.require(report, "respond")
    go_on(report, now, calendar, Pause.CITIZEN)
    details = {"tap": tap} if tap in (STILL, GONE) else None
    return steps.step(report, "respond", actor, now, status_notes=text, details=details)


def resume(report: ServiceRequest, actor: Actor, now: datetime, calendar: Calendar) -> StatusChange:
    """Wait no longer: an official goes on without the answer, or the limit has passed."""
    life.REPORT.require(report, "resume")
    go_on(report, now, calendar, Pause.SILENCE if actor.is_system else Pause.OFFICIAL)
    return steps.step(report, "resume", actor, now)


def lapse(
    report: ServiceRequest, actor: Actor, now: datetime, calendar: Calendar, text: str
) -> StatusChange:
    """End it because no answer came; the citizen may reopen it."""
    life.REPORT.require(report, "lapse")
    go_on(report, now, calendar, Pause.SILENCE)
    return steps.end(report, "lapse", actor, now, life.EXPLAINED, text)


def extend(
    report: ServiceRequest, actor: Actor, now: datetime, calendar: Calendar, text: str
) -> StatusChange:
    """Extend the answer once, where the class allows it, with a reason the citizen reads."""
    life.REPORT.require(report, "extend")
    promise, before = report.promise, report.answer_by
    if not may_extend(report, now):
        raise DomainError(_l("This deadline cannot be extended: once only, before it has passed."))
    if len(text.strip()) < SHORTEST:
        raise DomainError(_l("Write the reason; the citizen reads it."), field="text")
    more = timedelta(minutes=report.urgency_class.extension_minutes)
    promise.extended_at = now
    _promise_later(report, calendar, more)
    details = {"before": before.isoformat(), "after": report.answer_by.isoformat()}
    return steps.step(report, "extend", actor, now, status_notes=text, details=details)


def may_extend(report: ServiceRequest, now: datetime) -> bool:
    """Tell whether the answer may be extended: allowed, never done before, not yet late."""
    promise = report.promise
    return (
        report.may("extend")
        and promise.kind != Promise.COMMITMENT
        and report.urgency_class.extension_minutes > 0
        and promise.extended_at is None
        and now <= report.answer_by
    )


def move_deadline(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    text: str,
    *,
    accept_by: datetime | None,
    answer_by: datetime,
) -> StatusChange:
    """Move a promise that is made already, because the calendar was changed: with a reason."""
    life.REPORT.require(report, "move_deadline")
    if len(text.strip()) < SHORTEST:
        raise DomainError(_l("Write the reason; the citizen reads it."), field="reason")
    details = {"before": report.answer_by.isoformat(), "after": answer_by.isoformat()}
    if accept_by is not None:
        report.accept_by = report.promise.accept_by = accept_by
    _promise_answer(report, answer_by)
    return steps.step(report, "move_deadline", actor, now, status_notes=text, details=details)


def fall_due(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Bring it back to the desk on the day that was named; the citizen is asked too."""
    life.REPORT.require(report, "fall_due")
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
    return steps.step(report, "fall_due", actor, now, scheduled_on=named.due_on)


def confirm(report: ServiceRequest, actor: Actor, now: datetime, text: str | None) -> StatusChange:
    """Let the citizen say that what was promised for the day is done."""
    life.REPORT.require(report, "confirm")
    named = _asked(report)
    named.citizen_says, named.said_at = True, now
    return steps.end(report, "confirm", actor, now, life.FIXED, text)


def deny(report: ServiceRequest, actor: Actor, now: datetime, text: str | None) -> StatusChange:
    """Let the citizen say that it is not done: it stays on the desk."""
    life.REPORT.require(report, "deny")
    named = _asked(report)
    named.citizen_says, named.said_at = False, now
    return steps.step(report, "deny", actor, now, status_notes=text)


def asked_whether_done(report: ServiceRequest) -> Commitment | None:
    """Give the named day on which the citizen was asked and has not said yet."""
    if not report.may("deny") or report.promise.kind != Promise.COMMITMENT:
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
        due_at=datetime.combine(due_on, last, clock.VIETNAM).astimezone(UTC),
    )
    report.commitments.append(named)
    report.watch(now)
    return named


def _asked(report: ServiceRequest) -> Commitment:
    named = asked_whether_done(report)
    if named is None:
        raise DomainError(_l("Nothing is being asked about this report now."))
    return named


def go_on(report: ServiceRequest, now: datetime, calendar: Calendar, by: str) -> None:
    """End the pause: the promise moves by what it stood still, on its own clock.

    Asking after the deadline has passed moves nothing: what is missed stays missed.
    """
    pause, promise = report.pause, report.promise
    if pause is None:
        return
    if pause.started_at >= report.answer_by:
        pause.ended_at, pause.ended_by = now, by
        return
    stood = elapsed(calendar, promise.clock, pause.started_at, now)
    seconds = int(stood.total_seconds())
    pause.ended_at, pause.ended_by, pause.shifted_seconds = now, by, seconds
    promise.paused_seconds += seconds
    _promise_later(report, calendar, timedelta(seconds=seconds))


def _promise_later(report: ServiceRequest, calendar: Calendar, more: timedelta) -> None:
    """Move the promise by ``more`` on its own clock, and what it would be alone with it."""
    promise = report.promise
    if promise.own_answer_by is not None:
        own = promise.own_answer_by
        promise.own_answer_by = advance(calendar, promise.clock, own, more)
    _promise_answer(report, advance(calendar, promise.clock, report.answer_by, more))


def _promise_answer(report: ServiceRequest, answer_by: datetime) -> None:
    report.answer_by = report.promise.answer_by = answer_by
