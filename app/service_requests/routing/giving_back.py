"""An agency gives a report back to the operator: once, within a working day."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.errors import DomainError
from app.core.working_days import calendar
from app.core.working_time import Calendar
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.catalogue.models import Reason
from app.service_requests.catalogue.queries import reason_by_code, reason_choices
from app.service_requests.history import StatusChange
from app.service_requests.notices import GIVEN_BACK, HANDED_ON, OPERATORS, SENDER
from app.service_requests.record import ServiceRequest
from app.service_requests.routing.rights import may_give_back

GIVE_BACK = life.REPORT.verb(
    "give_back",
    {life.RECEIVED, life.ACCEPTED},
    label=_l("Given back to the operator"),
    facts={life.OF_THE_OFFICE, life.OVERTAKES, life.MOVES},
    told={SENDER: HANDED_ON, OPERATORS: GIVEN_BACK},
)


def give_back(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    calendar: Calendar,
    *,
    reason: Reason,
    text: str | None = None,
) -> StatusChange:
    """Give it back to the operator: once, within a working day, for a listed reason."""
    transition.require(report, GIVE_BACK)
    if reason.kind != Reason.RETURN:
        raise DomainError(_l("Choose a reason from the list."), field="reason")
    if not in_time(report, now, calendar):
        raise DomainError(_l("It cannot be given back: only once, and within one working day."))
    details = {"from_agency": report.agency_id, "to_agency": None}
    report.agency, report.assignee = None, None
    report.returned_at, report.handed_at = now, None
    report.transfers += 1
    words = "\n".join(each for each in (str(reason.name), text) if each)
    return transition.move(
        report, GIVE_BACK, actor, now, details=details, reason_id=reason.id, status_notes=words
    )


def in_time(report: ServiceRequest, now: datetime, calendar: Calendar) -> bool:
    """Tell whether the agency may still give it back to the operator."""
    if not report.may(GIVE_BACK.name) or report.agency_id is None or report.returned_at is not None:
        return False
    since = report.handed_at or report.requested_datetime
    return now <= calendar.add(since, calendar.day_length)


def _give_back(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    reason = reason_by_code(sent.form.reason)
    if reason is None or not reason.active:
        raise DomainError(_l("Choose a reason from the list."), field="reason")
    words = sent.form.checked_text() or None
    return give_back(service_request, sent.actor, sent.now, calendar(), reason=reason, text=words)


GIVING_BACK = Act(
    verb="give_back", slug="tra-lai", do=_give_back, said=_l("Given back."), allowed=may_give_back,
    label=_l("Give back"), icon="undo", choices=reason_choices(Reason.RETURN),
    has_a_point=lambda report, now: in_time(report, now, calendar()),
    form="service_requests/routing/_give_back.html", is_rare=True,
    goes_on=True,
)  # fmt: skip
