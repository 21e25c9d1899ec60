"""Reports that belong together: the main one, and those joined under it."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import lazyload, selectinload

from app.core.db import db, for_change, locks_nothing
from app.service_requests.models import Service, ServiceRequest


def hold(*codes: str) -> None:
    """Lock the reports with these codes and those that lead them, in the order of ``core/locks``.

    Called before they are loaded, and once with all that an act changes.
    """
    if not locks_nothing():
        _hold(ServiceRequest.code.in_([code.upper() for code in codes]))


def hold_numbers(numbers: Iterable[int]) -> None:
    """Lock the reports with these ids as ``hold`` does."""
    ids = list(numbers)
    if ids:
        _hold(ServiceRequest.id.in_(ids))


def _hold(those: ColumnElement[bool]) -> None:
    leaders = select(ServiceRequest.main_id).where(those)
    family = func.coalesce(ServiceRequest.main_id, ServiceRequest.id)
    held = (
        select(ServiceRequest.id)
        .where(or_(those, ServiceRequest.id.in_(leaders)))
        .order_by(family, ServiceRequest.main_id.is_not(None), ServiceRequest.id)
    )
    db.session.execute(for_change(held)).all()


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
