"""From the ids of a page of the inbox to what its cards show, in one statement."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, lazyload, selectinload

from app.core.db import db
from app.places.models import Place
from app.service_requests.catalogue.models import Service
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Promise


@dataclass(frozen=True)
class Row:
    """A report in the inbox, and the promise that runs."""

    service_request: ServiceRequest
    promise: Promise


def rows_of(ids: Select[Any], newest_first: bool) -> list[Row]:
    """Give the rows of ``ids``, a statement of ``id`` and ``key``, in the order of the key."""
    return read(asked(ids, newest_first))


def read(statement: Select[Any]) -> list[Row]:
    """Read the rows that ``asked`` asks for."""
    return [Row(*each) for each in db.session.execute(statement).unique()]


def asked(ids: Select[Any], newest_first: bool) -> Any:
    """Ask for the rows of ``ids``: see ``rows_of``."""
    found = ids.subquery()
    key = found.c.key.desc() if newest_first else found.c.key
    last = found.c.id.desc() if newest_first else found.c.id
    return (
        select(ServiceRequest, Promise)
        .join(found, found.c.id == ServiceRequest.id)
        .join(Promise, Promise.id == _last_promise())
        .options(*shown())
        .order_by(key, last)
    )


@cache
def shown() -> tuple[Any, ...]:
    """Load what a card shows, and nothing of what it does not."""
    return (
        joinedload(ServiceRequest.service).lazyload(Service.urgency_class),
        joinedload(ServiceRequest.urgency_class),
        joinedload(ServiceRequest.agency),
        joinedload(ServiceRequest.village).load_only(Place.unit_type, Place.name),
        # Not joined: a person brings their key along, and the planner would read all people first.
        selectinload(ServiceRequest.assignee),
        lazyload(ServiceRequest.person_key),
    )


def _last_promise() -> Any:
    last = select(func.max(Promise.id)).where(Promise.service_request_id == ServiceRequest.id)
    return last.correlate(ServiceRequest).scalar_subquery()
