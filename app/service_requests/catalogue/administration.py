"""What the administration's pages list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload

from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core.db import db
from app.core.listing import Listing, Page
from app.places.models import Place
from app.service_requests.catalogue.models import (
    Reason,
    RemovedRule,
    RoutingRule,
    Service,
    UrgencyClass,
)
from app.service_requests.catalogue.question_models import Question

RULES = Listing(RoutingRule.id, most=100)
MOST_REMOVED = 20


@dataclass(frozen=True)
class Rule:
    """A routing rule with what it names."""

    rule: RoutingRule | RemovedRule
    service: Service | None
    place: Place | None
    agency: Agency


def service(viewer: Viewer, code: str) -> Service | None:
    """Give the service with ``code``."""
    return db.session.scalar(select(Service).where(Service.service_code == code))


def urgency_class(viewer: Viewer, code: str) -> UrgencyClass | None:
    """Give the urgency class with ``code``."""
    return db.session.scalar(select(UrgencyClass).where(UrgencyClass.code == code))


def reason(viewer: Viewer, code: str) -> Reason | None:
    """Give the reason with ``code``."""
    return db.session.scalar(select(Reason).where(Reason.code == code))


def all_reasons() -> Sequence[Reason]:
    """Give every reason by kind, in the operator's order."""
    return db.session.scalars(
        select(Reason).order_by(Reason.kind, Reason.position, Reason.id)
    ).all()


def services() -> Sequence[Service]:
    """Give every service with its names and no more, in the operator's order."""
    statement = (
        select(Service)
        .options(lazyload(Service.urgency_class))
        .order_by(Service.position, Service.id)
    )
    return db.session.scalars(statement).unique().all()


def code_is_taken(row: Any) -> bool:
    """Tell whether another row of the kind has its code."""
    name = "service_code" if isinstance(row, Service) else "code"
    column = getattr(type(row), name)
    with db.session.no_autoflush:
        found = select(func.count()).select_from(type(row)).where(column == getattr(row, name))
        if isinstance(row, Question):
            found = found.where(Question.service_id == row.service_id)
        return bool(db.session.scalar(found))


def rules(after: int | None) -> Page[Rule]:
    """Give a page of rules in the order they were made; ``after`` is an id."""
    numbers = RULES.part(select(RoutingRule.id), after).subquery()
    statement = (
        select(RoutingRule, Service, Place, Agency)
        .outerjoin(Service, Service.id == RoutingRule.service_id)
        .outerjoin(Place, Place.id == RoutingRule.place_id)
        .join(Agency, Agency.id == RoutingRule.agency_id)
        .options(lazyload(Service.urgency_class))
        .join(numbers, numbers.c.id == RoutingRule.id)
        .order_by(RoutingRule.id)
    )
    found = [Rule(*row) for row in db.session.execute(statement).unique()]
    return RULES.cut(found, lambda each: each.rule.id)


def removed() -> list[Rule]:
    """Give the rules taken away of late that nobody put back, the last first."""
    statement = (
        select(RemovedRule, Service, Place, Agency)
        .outerjoin(Service, Service.id == RemovedRule.service_id)
        .outerjoin(Place, Place.id == RemovedRule.place_id)
        .join(Agency, Agency.id == RemovedRule.agency_id)
        .options(lazyload(Service.urgency_class))
        .where(RemovedRule.put_back_at.is_(None))
        .order_by(RemovedRule.id.desc())
        .limit(MOST_REMOVED)
    )
    return [Rule(*row) for row in db.session.execute(statement).unique()]


def removed_by_id(viewer: Viewer, number: int) -> RemovedRule | None:
    return db.session.get(RemovedRule, number)


def named_rule(viewer: Viewer, number: int) -> Rule | None:
    """Give a rule with what it names."""
    row = db.session.get(RoutingRule, number)
    if row is None:
        return None
    service = db.session.get(Service, row.service_id) if row.service_id else None
    place = db.session.get(Place, row.place_id) if row.place_id else None
    return Rule(row, service, place, db.session.get_one(Agency, row.agency_id))


def rule_for(service: Service | None, place: Place | None) -> RoutingRule | None:
    """Give the rule for exactly this service (or any) and place (or anywhere)."""
    statement = select(RoutingRule).where(
        RoutingRule.service_id.is_(None)
        if service is None
        else RoutingRule.service_id == service.id,
        RoutingRule.place_id.is_(None) if place is None else RoutingRule.place_id == place.id,
    )
    return db.session.scalars(statement).first()
