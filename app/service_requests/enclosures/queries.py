"""The photos, voices and documents of reports."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core.db import db
from app.media.models import Paper, Recording
from app.service_requests.history import RequestPaper, RequestPhoto, RequestRecording
from app.service_requests.record import ServiceRequest


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


def photo_by_code(request_id: int, code: str) -> RequestPhoto | None:
    """Give the photo with ``code`` if it belongs to the report."""
    statement = (
        select(RequestPhoto)
        .join(RequestPhoto.photo)
        .where(RequestPhoto.service_request_id == request_id)
        .where(RequestPhoto.photo.property.mapper.class_.code == code)
    )
    found: RequestPhoto | None = db.session.scalar(statement)
    return found


def recording_by_code(request_id: int, code: str) -> RequestRecording | None:
    """Give the recording with ``code`` if it belongs to the report."""
    statement = (
        select(RequestRecording)
        .join(RequestRecording.recording)
        .where(RequestRecording.service_request_id == request_id, Recording.code == code)
    )
    found: RequestRecording | None = db.session.scalar(statement)
    return found


def paper_by_code(request_id: int, code: str) -> RequestPaper | None:
    """Give the document with ``code`` if it belongs to the report."""
    statement = (
        select(RequestPaper)
        .join(RequestPaper.paper)
        .where(RequestPaper.service_request_id == request_id, Paper.code == code)
    )
    found: RequestPaper | None = db.session.scalar(statement)
    return found


def photos_of_report(service_request: ServiceRequest) -> list[RequestPhoto]:
    """Give the citizen's photos: those whose publicity is decided."""
    sent = (RequestPhoto.REPORT, RequestPhoto.ADDITION)
    return [link for link in every_photo(service_request) if link.role in sent]


def every_photo(service_request: ServiceRequest) -> Sequence[RequestPhoto]:
    """All photos of a report and its drafts, oldest first."""
    statement = select(RequestPhoto).where(RequestPhoto.service_request_id == service_request.id)
    return db.session.scalars(statement.order_by(RequestPhoto.id)).all()
