"""Correcting service or place, which may take a report to another office."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.errors import DomainError
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.queries import active_services
from app.service_requests.history import StatusChange
from app.service_requests.notices import CORRECTED, SENDER
from app.service_requests.record import ServiceRequest

CORRECT = life.REPORT.verb(
    "correct",
    life.OPEN,
    label=_l("Details corrected"),
    visibility=life.CITIZEN_STEP,
    facts={life.NEW_WORDS, life.NEW_PUBLIC_WORDS},
    told={SENDER: CORRECTED},
)


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
    transition.require(report, CORRECT)
    was_about_officials = report.about_officials
    details = _corrected(report, service, pin)
    if report.about_officials and not was_about_officials:
        details |= _taken_one_level_up(report, now)
    if not details:
        raise DomainError(_l("Change the service or the place on the map."), field="service")
    return transition.move(report, CORRECT, actor, now, details=details)


def _taken_one_level_up(report: ServiceRequest, now: datetime) -> dict[str, Any]:
    """Take it from agency and official; above the highest agency the operator has it."""
    before, report.assignee = report.agency, None
    report.agency = before.parent if before else None
    report.handed_at = now if report.agency else None
    above = report.agency.id if report.agency else None
    return {"from_agency": before.id if before else None, "to_agency": above}


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


def _correct(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    known = {each.service_code: each for each in active_services()}
    code = sent.form.service
    if code and code not in known and code != service_request.service.service_code:
        raise DomainError(_l("Choose a service from the list."), field="service")
    return correct(service_request, sent.actor, sent.now, service=known.get(code), pin=_pin(sent))


def _pin(sent: Sent) -> tuple[float, float] | None:
    """Read the pin, degrees in WGS84; none where both fields are empty."""
    typed = [each.replace(",", ".") for each in (sent.form.lat, sent.form.long)]
    if not any(typed):
        return None
    try:
        lat, long = (float(each) for each in typed)
    except ValueError as error:
        raise DomainError(_l("Degrees, such as 21.7168 and 104.8986."), field="lat") from error
    if not (8 <= lat <= 24 and 102 <= long <= 110):
        raise DomainError(_l("This place is not in Viet Nam."), field="lat")
    return lat, long


def _services(_report: ServiceRequest) -> Sequence[tuple[str, Any]]:
    return [(each.service_code, each.service_name) for each in active_services()]


CORRECTING = Act(
    verb="correct", slug="dinh-chinh", do=_correct, said=_l("Corrected. The sender is told."),
    label=_l("Correct service or place"), icon="pin", choices=_services, when_sealed=False,
    form="service_requests/routing/_correct.html", is_rare=True,
)  # fmt: skip
