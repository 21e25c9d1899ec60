"""What the citizens' pages read beside the reports themselves."""

from sqlalchemy import select

from app.accounts.viewer import Viewer
from app.core.db import db
from app.places.models import VILLAGE, Place
from app.places.queries import descendant_ids
from app.service_requests.filing.queries import sent_before
from app.service_requests.following.models import Rating
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import is_owner


def position(code: str) -> int | None:
    """Give where the list continues after the listed report with ``code``; None for no such."""
    listed = ServiceRequest.is_listed
    return db.session.scalar(select(ServiceRequest.id).where(ServiceRequest.code == code, listed))


def own_position(viewer: Viewer, code: str) -> int | None:
    """Give where the viewer's own list continues after their report with ``code``."""
    found = sent_before(code) if code else None
    return found.id if found is not None and is_owner(viewer, found) else None


def rating_of(service_request: ServiceRequest) -> Rating | None:
    """Give the rating of the answer to the promise that ran last."""
    statement = select(Rating).where(
        Rating.service_request_id == service_request.id,
        Rating.promise_number == service_request.promise.number,
    )
    return db.session.scalar(statement)


def ids_of_reports_in(place: Place) -> tuple[int, ...]:
    """Give the ids under which reports in ``place`` stand: its own, and those of former units.

    Former units without reports are left out, so that the list mostly walks one index in order.
    """
    units = select(Place.id).where(
        Place.id.in_(descendant_ids(place.id)), Place.id != place.id, Place.kind != VILLAGE
    )
    used = select(ServiceRequest.id).where(ServiceRequest.place_id == Place.id)
    with_reports = db.session.scalars(units.where(used.correlate(Place).exists())).all()
    return (place.id, *with_reports)
