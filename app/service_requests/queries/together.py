"""Reports that belong together: the main one, and those joined under it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import lazyload, selectinload

from app.core.db import db, for_change, reads_only
from app.service_requests.models import Service, ServiceRequest


def hold_leader_of(code: str) -> None:
    """Lock the report that leads the one with ``code``, before that one: see ``core/locks``."""
    if reads_only():
        return
    led = select(ServiceRequest.main_id).where(ServiceRequest.code == code.upper())
    leader = select(ServiceRequest.id).where(ServiceRequest.id == led.scalar_subquery())
    db.session.scalar(for_change(leader))


def main_of(service_request: ServiceRequest) -> ServiceRequest | None:
    """Give the report that leads this one."""
    if service_request.main_id is None:
        return None
    return db.session.get(ServiceRequest, service_request.main_id)


def joined_under(service_request: ServiceRequest) -> Sequence[ServiceRequest]:
    """Give the reports that this one leads, oldest first, with what a list shows of them."""
    statement = (
        select(ServiceRequest)
        .where(ServiceRequest.main_id == service_request.id)
        .options(
            lazyload(ServiceRequest.service).lazyload(Service.urgency_class),
            lazyload(ServiceRequest.place),
        )
        .order_by(ServiceRequest.id)
    )
    return db.session.scalars(statement).unique().all()


def for_change_under(service_request: ServiceRequest) -> Sequence[ServiceRequest]:
    """Give the reports that this one leads, with their promises, locked."""
    statement = (
        select(ServiceRequest)
        .where(ServiceRequest.main_id == service_request.id)
        .options(
            selectinload(ServiceRequest.promises),
            selectinload(ServiceRequest.commitments),
            lazyload(ServiceRequest.service),
            lazyload(ServiceRequest.place),
        )
        .order_by(ServiceRequest.id)
    )
    return db.session.scalars(for_change(statement)).unique().all()


def lead_for_change(main_id: int) -> ServiceRequest | None:
    """Give the report with that id, locked."""
    statement = (
        select(ServiceRequest)
        .where(ServiceRequest.id == main_id)
        .options(lazyload(ServiceRequest.service), lazyload(ServiceRequest.place))
    )
    return db.session.scalars(for_change(statement)).unique().one_or_none()
