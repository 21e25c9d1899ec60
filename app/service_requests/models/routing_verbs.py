"""Who answers for a report: hand on, give back once, correct, ask others for a part."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import Agency, User
from app.core.errors import DomainError
from app.core.working_time import Calendar
from app.service_requests.models import lifecycle as life
from app.service_requests.models import steps
from app.service_requests.models.history import StatusChange
from app.service_requests.models.record import ServiceRequest
from app.service_requests.models.services import Reason, Service
from app.service_requests.models.supporting import Support

SHORTEST = 5


def route(
    report: ServiceRequest, actor: Actor, now: datetime, agency: Agency | None
) -> StatusChange:
    """Hand it to ``agency`` (None: to the operator); the clock runs on."""
    life.REPORT.require(report, "route")
    details = {"from_agency": report.agency_id, "to_agency": agency.id if agency else None}
    if report.agency_id is not None and agency is not None and agency.id != report.agency_id:
        report.transfers += 1
    report.agency, report.assignee = agency, None
    report.handed_at = now if agency else None
    return steps.step(report, "route", actor, now, details=details)


def assign(
    report: ServiceRequest, actor: Actor, now: datetime, official: User | None
) -> StatusChange:
    """Give it to one official of the agency, or back to all of them."""
    details = {"from": report.assignee_id, "to": official.id if official else None}
    report.assignee = official
    return steps.step(report, "assign", actor, now, details=details)


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
    life.REPORT.require(report, "give_back")
    if reason.kind != Reason.RETURN:
        raise DomainError(_l("Choose a reason from the list."), field="reason")
    if not may_give_back(report, now, calendar):
        raise DomainError(_l("It cannot be given back: only once, and within one working day."))
    details = {"from_agency": report.agency_id, "to_agency": None}
    report.agency, report.assignee = None, None
    report.returned_at, report.handed_at = now, None
    report.transfers += 1
    words = "\n".join(each for each in (str(reason.name), text) if each)
    return steps.step(
        report, "give_back", actor, now, details=details, reason_id=reason.id, status_notes=words
    )


def may_give_back(report: ServiceRequest, now: datetime, calendar: Calendar) -> bool:
    """Tell whether the agency may still give it back to the operator."""
    if not report.may("give_back") or report.agency_id is None or report.returned_at is not None:
        return False
    since = report.handed_at or report.requested_datetime
    return now <= calendar.add(since, calendar.day_length)


def correct(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    *,
    service: Service | None = None,
    pin: tuple[float, float] | None = None,
) -> StatusChange:
    """Correct service or pin (lat, long in WGS84 degrees); class and promises stay.

    A report sent in private stays private, whatever its service becomes. One that turns out
    to be about officials goes one level up, out of sight of those who had it.
    """
    life.REPORT.require(report, "correct")
    was_about_officials = report.about_officials
    details = _corrected(report, service, pin)
    if report.about_officials and not was_about_officials:
        details |= _taken_one_level_up(report, now)
    if not details:
        raise DomainError(_l("Change the service or the place on the map."), field="service")
    return steps.step(report, "correct", actor, now, details=details)


def _taken_one_level_up(report: ServiceRequest, now: datetime) -> dict[str, Any]:
    """Take it from agency and official; above the highest agency the operator has it."""
    before, report.assignee = report.agency, None
    report.agency = before.parent if before else None
    report.handed_at = now if report.agency else None
    above = report.agency.id if report.agency else None
    return {"from_agency": before.id if before else None, "to_agency": above}


def ask_support(
    report: ServiceRequest, actor: Actor, now: datetime, agency: Agency, text: str
) -> StatusChange:
    """Ask another agency for its part; the responsible one keeps lead and clock."""
    life.REPORT.require(report, "ask_support")
    if agency.id == report.agency_id:
        raise DomainError(_l("This agency leads already."), field="agency")
    if any(each.agency_id == agency.id and each.done_at is None for each in report.supports):
        raise DomainError(_l("This agency was asked and has not answered yet."), field="agency")
    if len(text.strip()) < SHORTEST:
        raise DomainError(_l("Write what you ask of the agency."), field="text")
    part = Support(agency=agency, asked_at=now, asked_by_id=actor.user_id, asked=text)
    report.supports.append(part)
    return steps.step(report, "ask_support", actor, now, details={"to_agency": agency.id})


def answer_support(
    report: ServiceRequest, actor: Actor, now: datetime, part: Support, text: str
) -> StatusChange:
    """Answer one agency's part, once."""
    life.REPORT.require(report, "answer_support")
    if part.done_at is not None:
        raise DomainError(_l("This part is answered already."))
    if len(text.strip()) < SHORTEST:
        raise DomainError(_l("Write what was done."), field="text")
    part.done_at, part.done_by_id, part.words = now, actor.user_id, text
    return steps.step(report, "answer_support", actor, now, details={"support": part.id})


def _corrected(
    report: ServiceRequest, service: Service | None, pin: tuple[float, float] | None
) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if service is not None and service.id != report.service_id:
        details["service"] = [report.service.service_code, service.service_code]
        report.service = service
        report.is_private = report.is_private or service.private_by_default
        report.about_officials = report.about_officials or service.about_officials
        report.refresh_listed()
    if (
        pin is not None
        and not report.service.private_by_default
        and pin != (report.lat, report.long)
    ):
        details["pin"] = True
        report.lat, report.long, report.accuracy_m = *pin, None
    if report.service.private_by_default:
        report.lat = report.long = report.accuracy_m = report.address = None
    return details
