"""The sender says that it is not settled; again and again, and the report climbs."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import SYSTEM, Actor
from app.core.errors import DomainError, InvalidTransition
from app.core.working_time import Calendar
from app.service_requests import life, transition
from app.service_requests.asked import WHYS
from app.service_requests.clock import chain
from app.service_requests.clock.in_charge import InCharge
from app.service_requests.history import StatusChange
from app.service_requests.notices import HANDLERS, REOPENED
from app.service_requests.record import ServiceRequest
from app.service_requests.routing import assigning, handing_on
from app.service_requests.rows import Promise

REOPEN = life.REPORT.verb(
    "reopen",
    {life.CLOSED},
    life.IN_PROGRESS,
    label=_l("Reopened"),
    facts={life.WHILE_JOINED, life.SPOKEN, life.LEAVES_MAIN, life.NEW_WORDS},
    told={HANDLERS: REOPENED},
)


def reopen(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    calendar: Calendar,
    text: str = "",
    *,
    why: str = "",
    shows: bool = False,
) -> StatusChange:
    """Say that it is not settled: a second promise begins; the first result stands.

    ``why`` is one of ``WHYS``, ``shows`` that a photo or a voice comes along: each is enough.
    """
    if not report.may_reopen(now):
        raise InvalidTransition("reopen", report.status)
    if not (text.strip() or why in WHYS or shows):
        raise DomainError(_l("Tap what is still wrong, or say it."), field="why")
    if report.commitment is not None:
        report.commitment.void(now)
    details = {"why": why} if why in WHYS else None
    change = transition.move(report, REOPEN, actor, now, status_notes=text or None, details=details)
    report.resolution = report.reason = report.scheduled_on = report.answered_at = None
    transition.promise_again(report, now, calendar, Promise.REOPENED)
    return change


TO_LEAD, TO_OPERATOR = 2, 3


def climb(service_request: ServiceRequest, now: datetime) -> None:
    """Hand a report on that was just reopened: to the lead the second time, then the operator."""
    times = service_request.reopenings
    if service_request.sealed_kind or times < TO_LEAD:
        return
    if times >= TO_OPERATOR:
        handing_on.route(service_request, SYSTEM, now, None)
        return
    leads = InCharge(now).of(service_request, chain.OVERDUE)
    if leads and service_request.agency is not None:
        assigning.assign(service_request, SYSTEM, now, leads[0])
