"""Services, their classes, routing rules and listed reasons."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Agency
from app.core.db import db
from app.places.models import Place
from app.service_requests.models import Reason, RoutingRule, Service, UrgencyClass


def active_services() -> Sequence[Service]:
    """Give the services a citizen can choose, in the operator's order."""
    statement = select(Service).where(Service.active).order_by(Service.position, Service.id)
    return db.session.scalars(statement).all()


def all_services() -> Sequence[Service]:
    """Give every service, in the operator's order."""
    return db.session.scalars(select(Service).order_by(Service.position, Service.id)).all()


def service_by_code(service_code: str) -> Service | None:
    """Give the service with ``service_code``, active or not."""
    return db.session.scalar(select(Service).where(Service.service_code == service_code))


def urgency_classes() -> Sequence[UrgencyClass]:
    """Give the urgency classes, the fastest first."""
    return db.session.scalars(select(UrgencyClass).order_by(UrgencyClass.answer_minutes)).all()


def reasons(kind: str) -> Sequence[Reason]:
    """Give the reasons of ``kind`` one may choose."""
    statement = (
        select(Reason)
        .where(Reason.kind == kind, Reason.active)
        .order_by(Reason.position, Reason.id)
    )
    return db.session.scalars(statement).all()


def reason_by_code(code: str) -> Reason | None:
    """Give the listed reason with ``code``."""
    return db.session.scalar(select(Reason).where(Reason.code == code))


def responsible_agency(service: Service, places: Sequence[Place]) -> Agency | None:
    """Find who gets it; ``places`` goes from the deepest (village) up to the province.

    The most specific service comes first, then the deepest place; a closed agency gets nothing.
    What is about officials goes one level up, unless a rule names the service itself. None: no
    rule fits, and it waits in the operator's queue.
    """
    rules = _rules_for(service, places)
    depth = {place.id: index for index, place in enumerate(places)}
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


def _rules_for(service: Service, places: Sequence[Place]) -> list[tuple[RoutingRule, Agency]]:
    statement = (
        select(RoutingRule, Agency)
        .join(Agency, Agency.id == RoutingRule.agency_id)
        .where(
            Agency.is_closed.is_(False),
            (RoutingRule.service_id == service.id) | RoutingRule.service_id.is_(None),
            RoutingRule.place_id.in_([place.id for place in places])
            | RoutingRule.place_id.is_(None),
        )
    )
    return [(rule, agency) for rule, agency in db.session.execute(statement)]
