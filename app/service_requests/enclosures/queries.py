"""The photos, voices and documents of reports."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import select

from app.core.db import db
from app.service_requests.history import Link, RequestPhoto
from app.service_requests.record import ServiceRequest

AnyLink = TypeVar("AnyLink", bound=Link)


def photos_of(requests: Sequence[ServiceRequest]) -> dict[int, list[RequestPhoto]]:
    """Give each report's photos, oldest first, in one statement."""
    found: dict[int, list[RequestPhoto]] = {each.id: [] for each in requests}
    statement = (
        select(RequestPhoto)
        .where(RequestPhoto.service_request_id.in_(found))
        .order_by(RequestPhoto.id)
    )
    for link in db.session.scalars(statement) if found else ():
        found[link.service_request_id].append(link)
    return found


def by_code(kind: type[AnyLink], request_id: int, code: str) -> AnyLink | None:
    """Give the link to what has ``code``, if that belongs to the report."""
    thing: Any = kind.thing
    statement = (
        select(kind)
        .join(thing)
        .where(kind.service_request_id == request_id)
        .where(thing.property.mapper.class_.code == code)
    )
    found: AnyLink | None = db.session.scalar(statement)
    return found


def photos_of_report(service_request: ServiceRequest) -> list[RequestPhoto]:
    """Give the citizen's photos: those whose publicity is decided."""
    sent = (RequestPhoto.REPORT, RequestPhoto.ADDITION)
    return [link for link in every_photo(service_request) if link.role in sent]


def every_photo(service_request: ServiceRequest) -> Sequence[RequestPhoto]:
    """All photos of a report and its drafts, oldest first."""
    statement = select(RequestPhoto).where(RequestPhoto.service_request_id == service_request.id)
    return db.session.scalars(statement.order_by(RequestPhoto.id)).all()
