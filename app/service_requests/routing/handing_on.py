"""Handing a report to another agency."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import case, or_, select

from app.accounts import queries as people
from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import fold
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.catalogue.models import RoutingRule
from app.service_requests.catalogue.queries import HANDLING_KINDS, agencies_to_route
from app.service_requests.history import StatusChange
from app.service_requests.notices import HANDED_ON, SENDER
from app.service_requests.record import ServiceRequest
from app.service_requests.routing.rights import may_route

LIKELIEST, NAMED, LATELY = 3, 5, 200
"""Agencies that are offered; that a refusal names; reports of a service that are looked at."""
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
    transition.require(report, ROUTE)
    details = {"from_agency": report.agency_id, "to_agency": agency.id if agency else None}
    if report.agency_id is not None and agency is not None and agency.id != report.agency_id:
        report.transfers += 1
    report.agency, report.assignee = agency, None
    report.handed_at = now if agency else None
    return transition.move(report, ROUTE, actor, now, details=details)


def _route(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return route(service_request, sent.actor, sent.now, chosen_agency(sent))


def chosen_agency(sent: Sent) -> Agency:
    """The agency that was tapped, or whose name was typed, which counts more.

    Raises:
        DomainError: it is none, or closed, or several are called so; the sentence names some.
    """
    typed = sent.form.agency_named
    if typed:
        return agency_named(typed)
    agency = people.agency_by_code(sent.form.agency)
    if agency is None or agency.is_closed:
        raise DomainError(_l("Choose an agency, or type its name."), field="agency")
    return agency


def agency_named(typed: str, field: str = "agency") -> Agency:
    """Find an agency that handles reports by its name, a part of it, or its code.

    Raises:
        DomainError: there is none, or there are several; beside ``field``.
    """
    wanted, every = fold(typed), agencies_to_route()
    exact = [each for each in every if wanted in (fold(each.name), fold(each.code))]
    found = exact or [each for each in every if wanted in fold(each.name)]
    if not found:
        sentence = _l("No agency is called “%(words)s”.", words=typed)
        raise DomainError(sentence, field=field)
    if len(found) > 1:
        some = ", ".join(f"{each.name} ({each.code})" for each in found[:NAMED])
        sentence = _l("Several fit. Type more, or the code: %(some)s.", some=some)
        raise DomainError(sentence, field=field)
    return found[0]


def agencies_to_choose(report: ServiceRequest) -> Sequence[tuple[str, Any]]:
    """The three likeliest: by the rules, then whoever had this service lately, then the commune's.

    All others are found by their name.
    """
    by_rule = select(RoutingRule.agency_id).where(
        or_(RoutingRule.service_id == report.service_id, RoutingRule.service_id.is_(None)),
        or_(RoutingRule.place_id == report.place_id, RoutingRule.place_id.is_(None)),
    )
    lately = (
        select(ServiceRequest.agency_id)
        .where(ServiceRequest.service_id == report.service_id, ServiceRequest.is_listed)
        .order_by(ServiceRequest.id.desc())
        .limit(LATELY)
        .subquery()
    )
    had = select(lately.c.agency_id).where(lately.c.agency_id.is_not(None))
    rank = case((Agency.id.in_(by_rule), 0), (Agency.place_id == report.place_id, 1), else_=2)
    statement = (
        select(Agency)
        .where(Agency.kind.in_(HANDLING_KINDS), Agency.is_closed.is_(False))
        .where(Agency.id != (report.agency_id or 0))
        .where(or_(Agency.id.in_(by_rule), Agency.id.in_(had), Agency.place_id == report.place_id))
        .order_by(rank, Agency.path)
        .limit(LIKELIEST)
    )
    return [(each.code, each.name) for each in db.session.scalars(statement)]


HANDING_ON = Act(
    verb="route", slug="chuyen", do=_route, said=_l("Passed on."), allowed=may_route,
    label=_l("Pass to an agency"), icon="agency", choices=agencies_to_choose, when_sealed=False,
    form="service_requests/routing/_route.html",
    goes_on=True,
)  # fmt: skip
