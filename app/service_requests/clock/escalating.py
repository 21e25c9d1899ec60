"""What the worker does with a report whose time has come. Safe to run twice, at any time.

Every step is a row that exists once; whom it went to is written with it, and they are told in
the same or in the next run. Only rows are changed here; the caller commits.
"""

from datetime import datetime, timedelta

import structlog
from flask_babel import force_locale
from flask_babel import gettext as _

from app.accounts.actors import SYSTEM
from app.core.db import db
from app.core.working_time import Calendar
from app.service_requests import life
from app.service_requests.catalogue.models import Service
from app.service_requests.clock import asking, chain, named_days
from app.service_requests.clock.in_charge import InCharge
from app.service_requests.clock.models import Escalation, EscalationRecipient
from app.service_requests.clock.queries import due, taken
from app.service_requests.notices import remind
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Pause

log = structlog.get_logger()
REMINDERS = (0.5, 0.8)
"""At which shares of the waiting time the citizen is told that it will end."""
BETWEEN_REMINDERS = timedelta(hours=12)
AFTER_LAST_REMINDER = timedelta(days=1)
"""Where the worker was down, the wait is longer, so that both reminders come first."""
NOBODY_YET = timedelta(hours=1)


def look_at_due(now: datetime, calendar: Calendar) -> int:
    """Look at a batch of the reports whose time has come; give how many there were."""
    requests = due(now)
    done, people = taken(requests), InCharge(now)
    for service_request in requests:
        look_at(service_request, now, calendar, people, done[service_request.id])
    return len(requests)


def look_at(
    service_request: ServiceRequest,
    now: datetime,
    calendar: Calendar,
    people: InCharge,
    done: set[tuple[int, str]],
) -> None:
    """Do what is due with one report, and note when to look again."""
    signing = _sign(service_request, now, calendar, people, done)
    if service_request.status == life.AWAITING_CITIZEN:
        again = _wait(service_request, now, calendar)
        if service_request.status == life.AWAITING_CITIZEN:
            service_request.next_step_at = chain.first_of(again, signing)
            return
    _named_day(service_request, now)
    missed = _take_steps(service_request, now, calendar, people, done)
    again = _next(service_request, now, calendar, missed)
    service_request.next_step_at = chain.first_of(again, signing)


def _sign(
    service_request: ServiceRequest,
    now: datetime,
    calendar: Calendar,
    people: InCharge,
    done: set[tuple[int, str]],
) -> datetime | None:
    """Remind of an answer that waits for a lead; give when to look at it again."""
    number = service_request.promise.number
    moments: list[datetime] = []
    for step in chain.signing_steps(service_request, calendar):
        moments.append(step.at)
        if step.at > now or (number, step.name) in done:
            continue
        if not _take(service_request, number, step, now, people):
            moments.append(now + NOBODY_YET)
    return chain.first_after(moments, now)


def _wait(service_request: ServiceRequest, now: datetime, calendar: Calendar) -> datetime | None:
    """Remind the citizen, or end the wait as the service says; give when to look again."""
    pause = service_request.pause
    if pause is None:
        return None
    if pause.reminders < len(REMINDERS):
        at = _reminder(pause)
        if now < at:
            return at
        _remind(service_request, pause, now)
        return _reminder(pause) if pause.reminders < len(REMINDERS) else pause.until
    if now >= pause.until:
        _end_wait(service_request, now, calendar)
    return pause.until


def _reminder(pause: Pause) -> datetime:
    share = REMINDERS[pause.reminders]
    at = pause.started_at + (pause.until - pause.started_at) * share
    return max(at, pause.reminded_at + BETWEEN_REMINDERS) if pause.reminded_at else at


def _remind(service_request: ServiceRequest, pause: Pause, now: datetime) -> None:
    pause.reminders += 1
    pause.reminded_at = now
    pause.until = max(pause.until, now + AFTER_LAST_REMINDER)
    remind(service_request, pause, now)


def _end_wait(service_request: ServiceRequest, now: datetime, calendar: Calendar) -> None:
    if service_request.service.on_silence == Service.CLOSE:
        with force_locale("vi"):  # kept with the report, and read by whoever opens it
            words = _("We asked and got no answer in time. You can open the report again.")
        asking.lapse(service_request, SYSTEM, now, calendar, words)
    else:
        asking.resume(service_request, SYSTEM, now, calendar)


def _named_day(service_request: ServiceRequest, now: datetime) -> None:
    """Bring the report back on the day that was named; write down when the day was missed."""
    named = service_request.commitment
    if named is None:
        return
    if not service_request.is_open and now >= chain.morning_of(named):
        named_days.fall_due(service_request, SYSTEM, now)
    if service_request.is_open and now > named.due_at:
        named.settle(now, done=False)


def _take_steps(
    service_request: ServiceRequest,
    now: datetime,
    calendar: Calendar,
    people: InCharge,
    done: set[tuple[int, str]],
) -> bool:
    """Write down the steps that are due; tell whether one found nobody to go to."""
    promise, missed = chain.watched(service_request), False
    for step in chain.steps(service_request, calendar):
        if promise is None or step.at > now or (promise.number, step.name) in done:
            continue
        if not _take(service_request, promise.number, step, now, people):
            missed = True
    return missed


def _take(
    service_request: ServiceRequest,
    number: int,
    step: chain.Step,
    now: datetime,
    people: InCharge,
) -> bool:
    recipients = people.of(service_request, step.name)
    if not recipients:
        log.error("escalation.nobody", code=service_request.code, step=step.name)
        return False
    db.session.add(
        Escalation(
            service_request_id=service_request.id,
            promise_number=number,
            step=step.name,
            due_at=step.at,
            at=now,
            recipients=[EscalationRecipient(user_id=each.id) for each in recipients],
        )
    )
    return True


def _next(
    service_request: ServiceRequest, now: datetime, calendar: Calendar, missed: bool
) -> datetime | None:
    """Give when to look at it next; None when nothing more can come."""
    moments = [step.at for step in chain.steps(service_request, calendar)]
    named = service_request.commitment
    if named is not None:
        after_it = named.due_at + timedelta(seconds=1)
        moments += [chain.morning_of(named), after_it]
    if missed:
        moments.append(now + NOBODY_YET)
    return chain.first_after(moments, now)
