"""From the ids of a page of the inbox to what its cards show, in one statement."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from app.core.db import db
from app.service_requests.catalogue.models import Service
from app.service_requests.history import RequestPhoto
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Promise


@dataclass(frozen=True)
class Row:
    """A report in the inbox, the promise that runs, and its first photo."""

    service_request: ServiceRequest
    promise: Promise
    photo: RequestPhoto | None


def rows_of(ids: Select[Any], newest_first: bool) -> list[Row]:
    """Give the rows of ``ids``, a statement of ``id`` and ``key``, in the order of the key."""
    found = ids.subquery()
    key = found.c.key.desc() if newest_first else found.c.key
    last = found.c.id.desc() if newest_first else found.c.id
    is_out = RequestPhoto.role != RequestPhoto.DRAFT  # else it is its agency's alone
    statement = (
        select(ServiceRequest, Promise, RequestPhoto)
        .join(found, found.c.id == ServiceRequest.id)
        .join(Promise, Promise.id == _last_promise())
        .outerjoin(RequestPhoto, and_(RequestPhoto.id == _first_photo(), is_out))
        .options(*shown())
        .order_by(key, last)
    )
    return [Row(*each) for each in db.session.execute(statement).unique()]


@cache
def shown() -> tuple[Any, ...]:
    """Load what a card shows, and nothing of what it does not."""
    return (
        joinedload(ServiceRequest.service).lazyload(Service.urgency_class),
        joinedload(ServiceRequest.urgency_class),
        joinedload(ServiceRequest.agency),
        # Not joined: a person brings their key along, and the planner would read all people first.
        selectinload(ServiceRequest.assignee),
        lazyload(ServiceRequest.person_key),
    )


def _first_photo() -> Any:
    first = select(func.min(RequestPhoto.id))
    first = first.where(RequestPhoto.service_request_id == ServiceRequest.id)
    return first.correlate(ServiceRequest).scalar_subquery()


def _last_promise() -> Any:
    last = select(func.max(Promise.id)).where(Promise.service_request_id == ServiceRequest.id)
    return last.correlate(ServiceRequest).scalar_subquery()
