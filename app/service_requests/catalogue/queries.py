"""Services, classes, reasons and routing rules, and the agencies a report may go to."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Agency
from app.accounts.models.agency import COMMITTEE, OFFICE, OPERATIONS
from app.core.db import db
from app.places.models import Place
from app.service_requests.catalogue.models import Reason, RoutingRule, Service, UrgencyClass

Ruled = tuple[RoutingRule, Agency]
"""A rule and the agency it names."""


def active_services() -> Sequence[Service]:
    """Give the services a citizen can choose, in the operator's order."""
    statement = select(Service).where(Service.active).order_by(Service.position, Service.id)
    return db.session.scalars(statement).all()


def all_services() -> Sequence[Service]:
    """Give every service, in the operator's order."""
    return db.session.scalars(select(Service).order_by(Service.position, Service.id)).all()


def service_by_code(service_code: str) -> Service | None:
    """Give the service with ``service_code``, active or not."""
    return db.session.scalar(_SERVICE, {"code": service_code})


_SERVICE = select(Service).where(Service.service_code == bindparam("code"))


def urgency_classes() -> Sequence[UrgencyClass]:
    """Give the urgency classes, the fastest first."""
    return db.session.scalars(select(UrgencyClass).order_by(UrgencyClass.answer_minutes)).all()


def reason_by_code(code: str) -> Reason | None:
    """Give the listed reason with ``code``."""
    return db.session.scalar(select(Reason).where(Reason.code == code))


def responsible_agency(service: Service, places: Sequence[Place]) -> Agency | None:
    """Find who gets it; ``places`` goes from the deepest (village) up to the province.

    The most specific service comes first, then the deepest place; a closed agency gets nothing.
    What is about officials goes one level up, unless a rule names the service itself. None: no
    rule fits, and it waits in the operator's queue.
    """
    return receiver(service, [place.id for place in places], _rules_for(service, places))


def rules_in(place_ids: Iterable[int]) -> list[Ruled]:
    """Give the rules of all services in exactly those places, and those for everywhere."""
    statement = (
        select(RoutingRule, Agency)
        .join(Agency, Agency.id == RoutingRule.agency_id)
        .where(
            Agency.is_closed.is_(False),
            RoutingRule.place_id.in_(list(place_ids)) | RoutingRule.place_id.is_(None),
        )
        .options(joinedload(Agency.parent))
    )
    return [(rule, agency) for rule, agency in db.session.execute(statement)]


def receiver_among(
    rules: Iterable[Ruled], service: Service, place_ids: Sequence[int]
) -> Agency | None:
    """Find who gets a service in a place among rules of any service and place.

    ``place_ids`` goes from the deepest up to the province.
    """
    there = {None, *place_ids}
    fitting = [
        (rule, agency) for rule, agency in rules
        if rule.service_id in (None, service.id) and rule.place_id in there
    ]  # fmt: skip
    return receiver(service, place_ids, fitting)


def receiver(service: Service, place_ids: Sequence[int], rules: Sequence[Ruled]) -> Agency | None:
    """Find who gets it among ``rules``, all of which fit service and place; see above."""
    depth = {place_id: index for index, place_id in enumerate(place_ids)}
    if not rules:
        return None
    best, agency = min(
        rules,
        key=lambda found: (
            found[0].service_id is None,
            depth.get(found[0].place_id or 0, len(depth)),
        ),
    )
    one_up = service.about_officials and best.service_id is None
    return agency.parent if one_up else agency


def _rules_for(service: Service, places: Sequence[Place]) -> list[Ruled]:
    given = {"service_id": service.id, "places": [place.id for place in places]}
    return [(rule, agency) for rule, agency in db.session.execute(_RULES, given)]


_RULES = (
    select(RoutingRule, Agency)
    .join(Agency, Agency.id == RoutingRule.agency_id)
    .where(
        Agency.is_closed.is_(False),
        (RoutingRule.service_id == bindparam("service_id")) | RoutingRule.service_id.is_(None),
        RoutingRule.place_id.in_(bindparam("places", expanding=True))
        | RoutingRule.place_id.is_(None),
    )
)


HANDLING_KINDS = (COMMITTEE, OFFICE, OPERATIONS)


def reasons(kind: str) -> Sequence[Reason]:
    """Give the reasons of ``kind`` one may choose, with their names, in one statement."""
    statement = (
        select(Reason)
        .where(Reason.kind == kind, Reason.active)
        .options(joinedload(Reason.texts))
        .order_by(Reason.position, Reason.id)
    )
    return db.session.scalars(statement).unique().all()


def agencies_to_route() -> Sequence[Agency]:
    """Give the agencies that handle reports, in the order of the tree, in one statement."""
    statement = (
        select(Agency)
        .where(Agency.kind.in_(HANDLING_KINDS), Agency.is_closed.is_(False))
        .order_by(Agency.path)
    )
    return db.session.scalars(statement).unique().all()


def reason_choices(kind: str) -> Callable[[Any], Sequence[tuple[str, Any]]]:
    """What a form offers as reasons of a kind: (code, name)."""
    return lambda _report: [(each.code, each.name) for each in reasons(kind)]
