"""Handing a report to another agency."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import queries as people
from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core.errors import DomainError
from app.service_requests import life, steps
from app.service_requests.act import Act, Sent
from app.service_requests.catalogue.queries import agencies_to_route
from app.service_requests.history import StatusChange
from app.service_requests.notices import HANDED_ON, SENDER
from app.service_requests.record import ServiceRequest
from app.service_requests.routing.rights import may_route

ROUTE = life.REPORT.verb(
    "route",
    life.OPEN,
    label=_l("Handed on"),
    facts={life.OF_THE_OFFICE, life.OVERTAKES, life.MOVES},
    told={SENDER: HANDED_ON},
)


def route(
    report: ServiceRequest, actor: Actor, now: datetime, agency: Agency | None
) -> StatusChange:
    """Hand it to ``agency`` (None: to the operator); the clock runs on."""
    steps.require(report, ROUTE)
    details = {"from_agency": report.agency_id, "to_agency": agency.id if agency else None}
    if report.agency_id is not None and agency is not None and agency.id != report.agency_id:
        report.transfers += 1
    report.agency, report.assignee = agency, None
    report.handed_at = now if agency else None
    return steps.step(report, ROUTE, actor, now, details=details)


def _route(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return route(service_request, sent.actor, sent.now, chosen_agency(sent))


def chosen_agency(sent: Sent) -> Agency:
    """The agency that was chosen; raises ``DomainError`` for none, or one that is closed."""
    agency = people.agency_by_code(sent.form.agency)
    if agency is None or agency.is_closed:
        raise DomainError(_l("Choose an agency from the list."), field="agency")
    return agency


def agencies_to_choose(report: ServiceRequest) -> Sequence[tuple[str, Any]]:
    """The commune's own agencies, then all others in the order of the tree, indented."""
    found = agencies_to_route()
    here = [each for each in found if each.place_id == report.place_id]
    others = [each for each in found if each not in here]
    first = [(each.code, each.name) for each in here]
    return first + [(each.code, "\u2003" * each.depth + each.name) for each in others]


HANDING_ON = Act(
    verb="route", slug="chuyen", do=_route, said=_l("Passed on."), allowed=may_route,
    label=_l("Pass to an agency"), icon="agency", choices=agencies_to_choose, when_sealed=False,
    form="service_requests/routing/_route.html",
)  # fmt: skip
