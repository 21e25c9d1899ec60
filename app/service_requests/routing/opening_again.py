"""An office opens again what it had closed: a lead in the same agency, the operator in another.

The citizen reads why. The first result and whether it was in time stand for ever; where the first
time is not over yet, it goes on counting, so that a hasty answer wins nobody any
(docs/decisions/207).
"""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core.errors import DomainError
from app.core.lifecycle import Verb
from app.core.working_days import calendar
from app.core.working_time import Calendar
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.history import StatusChange
from app.service_requests.notices import HANDLERS, OPENED_AGAIN, REOPENED, SENDER
from app.service_requests.record import ServiceRequest
from app.service_requests.routing.handing_on import agencies_to_choose, chosen_agency
from app.service_requests.routing.rights import may_open_again, may_route
from app.service_requests.rows import Promise

TOLD = {SENDER: OPENED_AGAIN, HANDLERS: REOPENED}
OPEN_AGAIN = life.REPORT.verb(
    "open_again",
    {life.CLOSED},
    life.IN_PROGRESS,
    label=_l("Opened again by the agency"),
    facts={life.BY_AGENCY},
    told=TOLD,
)
RECEIVE_AGAIN = life.REPORT.verb(
    "receive_again",
    {life.CLOSED},
    life.RECEIVED,
    label=_l("Opened again, to be accepted"),
    facts={life.BY_AGENCY},
    told=TOLD,
)
"""As the one above, of a report that was never accepted: nobody has looked at its words yet."""
REROUTE = life.REPORT.verb(
    "reroute",
    {life.CLOSED},
    life.RECEIVED,
    label=_l("Opened again and handed to another agency"),
    facts={life.BY_AGENCY, life.OF_THE_OFFICE, life.MOVES},
    told=TOLD,
)


def open_again(
    report: ServiceRequest, actor: Actor, now: datetime, calendar: Calendar, reason: str
) -> StatusChange:
    """Take a closed report up again in its agency; ``reason`` is what the citizen reads."""
    verb = OPEN_AGAIN if report.accepted_at else RECEIVE_AGAIN
    _check(report, verb, reason)
    return _again(report, verb, actor, now, calendar, reason)


def reroute(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    calendar: Calendar,
    agency: Agency,
    reason: str,
) -> StatusChange:
    """Hand a report that was closed wrongly to ``agency``, which has yet to accept it."""
    _check(report, REROUTE, reason)
    if agency.id == report.agency_id:
        raise DomainError(_l("This agency had it: open it again there."), field="agency")
    before, report.agency, report.assignee = report.agency_id, agency, None
    report.handed_at, report.returned_at = now, None
    report.transfers += 1
    details = {"from_agency": before, "to_agency": agency.id}
    return _again(report, REROUTE, actor, now, calendar, reason, details=details)


def has_a_point(report: ServiceRequest, _now: datetime) -> bool:
    """Tell whether an office may take it up again: what the sender took back stays so."""
    return report.resolution != life.WITHDRAWN and not report.is_joined


def _again(
    report: ServiceRequest,
    verb: Verb,
    actor: Actor,
    now: datetime,
    calendar: Calendar,
    reason: str,
    **said: Any,
) -> StatusChange:
    if report.commitment is not None:
        report.commitment.settle(now, done=False)
    runs = report.answer_by if report.answer_by > now else None
    change = transition.move(report, verb, actor, now, status_notes=reason, **said)
    report.resolution = report.reason = report.scheduled_on = report.answered_at = None
    transition.promise_again(report, now, calendar, Promise.OFFICE, at_latest=runs)
    return change


def _check(report: ServiceRequest, verb: Verb, reason: str) -> None:
    transition.require(report, verb)
    if report.resolution == life.WITHDRAWN:
        raise DomainError(_l("Its sender took it back: only they can send it again."))
    transition.require_words(
        reason, _l("Write why it is opened again. The sender reads it."), "text"
    )


def _open_again(report: ServiceRequest, sent: Sent) -> StatusChange:
    return open_again(report, sent.actor, sent.now, calendar(), sent.form.checked_text())


def _reroute(report: ServiceRequest, sent: Sent) -> StatusChange:
    words, agency = sent.form.checked_text(), chosen_agency(sent)
    return reroute(report, sent.actor, sent.now, calendar(), agency, words)


OPENING_AGAIN = Act(
    verb="open_again", slug="mo-lai", do=_open_again, said=_l("Opened again. The sender is told."),
    allowed=may_open_again, label=_l("Open again"), icon="undo", has_a_point=has_a_point,
    when_sealed=False, form="service_requests/routing/_open_again.html", is_rare=True,
)  # fmt: skip
REROUTING = Act(
    verb="reroute", slug="mo-lai-va-chuyen", do=_reroute,
    said=_l("Opened again and passed on. The sender is told."),
    allowed=may_route, label=_l("Open again and pass to another agency"), icon="agency",
    has_a_point=has_a_point, when_sealed=False, choices=agencies_to_choose,
    form="service_requests/routing/_reroute.html", is_rare=True,
    goes_on=True,
)  # fmt: skip
