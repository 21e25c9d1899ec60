"""The reports that another one leads."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import lazyload, selectinload

from app.core.db import db, for_change
from app.service_requests.catalogue.models import Service
from app.service_requests.record import ServiceRequest


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
