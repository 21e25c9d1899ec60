"""What makes a promise longer: one extension, or a changed calendar; nothing else."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.errors import DomainError
from app.core.promises import advance
from app.core.working_days import calendar
from app.core.working_time import Calendar
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.history import StatusChange
from app.service_requests.notices import EXTENDED, SENDER
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Promise

EXTEND = life.REPORT.verb(
    "extend",
    life.UNANSWERED,
    label=_l("Deadline extended"),
    facts={life.OF_THE_OFFICE},
    told={SENDER: EXTENDED},
)
MOVE_DEADLINE = life.REPORT.verb(
    "move_deadline",
    life.OPEN,
    label=_l("Deadline moved"),
    visibility=life.CITIZEN_STEP,
    facts={life.OF_THE_OFFICE},
    told={SENDER: EXTENDED},
)


def extend(
    report: ServiceRequest, actor: Actor, now: datetime, calendar: Calendar, text: str
) -> StatusChange:
    """Extend the answer once, where the class allows it, with a reason the citizen reads."""
    transition.require(report, EXTEND)
    promise, before = report.promise, report.answer_by
    if not may_extend(report, now):
        raise DomainError(_l("This deadline cannot be extended: once only, before it has passed."))
    transition.require_words(text, _l("Write the reason; the citizen reads it."), "text")
    more = timedelta(minutes=report.urgency_class.extension_minutes)
    promise.extended_at = now
    promise_later(report, calendar, more)
    details = {"before": before.isoformat(), "after": report.answer_by.isoformat()}
    return transition.move(report, EXTEND, actor, now, status_notes=text, details=details)


def may_extend(report: ServiceRequest, now: datetime) -> bool:
    """Tell whether the answer may be extended: allowed, never done before, not yet late."""
    promise = report.promise
    return (
        report.may(EXTEND.name)
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
    transition.require(report, MOVE_DEADLINE)
    transition.require_words(text, _l("Write the reason; the citizen reads it."), "reason")
    details = {"before": report.answer_by.isoformat(), "after": answer_by.isoformat()}
    if accept_by is not None:
        report.accept_by = report.promise.accept_by = accept_by
    _promise_answer(report, answer_by)
    return transition.move(report, MOVE_DEADLINE, actor, now, status_notes=text, details=details)


def promise_later(report: ServiceRequest, calendar: Calendar, more: timedelta) -> None:
    """Move the promise by ``more`` on its own clock, and what it would be alone with it."""
    promise = report.promise
    if promise.own_answer_by is not None:
        own = promise.own_answer_by
        promise.own_answer_by = advance(calendar, promise.clock, own, more)
    _promise_answer(report, advance(calendar, promise.clock, report.answer_by, more))


def _promise_answer(report: ServiceRequest, answer_by: datetime) -> None:
    report.answer_by = report.promise.answer_by = answer_by


def _extend(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return extend(service_request, sent.actor, sent.now, calendar(), sent.form.checked_text())


EXTENDING = Act(
    verb="extend", slug="gia-han", do=_extend, said=_l("Extended. The sender is told."),
    label=_l("Extend the deadline"), icon="clock", has_a_point=may_extend,
    form="service_requests/clock/_extend.html", is_rare=True,
)  # fmt: skip
