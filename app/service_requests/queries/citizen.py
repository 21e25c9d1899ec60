"""What the citizens' pages read beside the reports themselves."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.core import codes
from app.core.config import settings
from app.core.db import db
from app.places.models import VILLAGE, Place
from app.places.queries import descendant_ids
from app.service_requests import policies
from app.service_requests.models import Rating, Service, ServiceRequest, StatusChange

LATELY = 500
"""How many of the newest reports say which services are used most."""


def most_used_first(services: Sequence[Service]) -> list[Service]:
    """Give the services, those lately reported most in front, the operator's order else."""
    newest = select(ServiceRequest.service_id).order_by(ServiceRequest.id.desc()).limit(LATELY)
    used = Counter(db.session.scalars(newest).all())
    return sorted(services, key=lambda service: -used[service.id])


def unused_code() -> str:
    """Give a report's code that no other report has.

    There are 22 to the power of 8: of 50,000 drawn, two are the same one time in forty.
    """
    while True:
        code = f"{settings().code_prefix}-{codes.readable_code()}"
        if sent_before(code) is None:
            return code


def sent_before(code: str) -> ServiceRequest | None:
    """Give the report with ``code`` to whoever proved by other means that it is theirs."""
    return db.session.scalar(select(ServiceRequest).where(ServiceRequest.code == code))


def own_of(viewer: Viewer, named: Sequence[str]) -> str:
    """Give the first of the codes that is a report of the viewer's; empty where none is.

    A person's own submissions are theirs already; a guest proves it by a grant.
    """
    if viewer.is_signed_in or not named:
        return named[0] if named else ""
    held = select(ServiceRequest.code).where(
        ServiceRequest.code.in_(named), ServiceRequest.id.in_(viewer.subjects(policies.SUBJECT))
    )
    own = set(db.session.scalars(held))
    return next((code for code in named if code in own), "")


def position(code: str) -> int | None:
    """Give where the list continues after the listed report with ``code``; None for no such."""
    listed = ServiceRequest.is_listed
    return db.session.scalar(select(ServiceRequest.id).where(ServiceRequest.code == code, listed))


def own_position(viewer: Viewer, code: str) -> int | None:
    """Give where the viewer's own list continues after their report with ``code``."""
    found = sent_before(code) if code else None
    return found.id if found is not None and policies.is_owner(viewer, found) else None


def steps(service_request: ServiceRequest, visible: Iterable[str]) -> Sequence[StatusChange]:
    """Give the steps of those kinds of visibility, the newest first, each with its voice."""
    statement = select(StatusChange).where(
        StatusChange.service_request_id == service_request.id,
        StatusChange.visibility.in_(list(visible)),
    )
    spoken = statement.options(joinedload(StatusChange.spoken), joinedload(StatusChange.paper))
    return db.session.scalars(spoken.order_by(StatusChange.id.desc())).all()


def rating_of(service_request: ServiceRequest) -> Rating | None:
    """Give the rating of the answer to the promise that ran last."""
    statement = select(Rating).where(
        Rating.service_request_id == service_request.id,
        Rating.promise_number == service_request.promise.number,
    )
    return db.session.scalar(statement)


def by_id(request_id: int) -> ServiceRequest | None:
    """Give the report with that id to whoever holds its link."""
    return db.session.get(ServiceRequest, request_id)


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
