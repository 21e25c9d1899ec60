"""Everything an official needs of one report, in as few statements as a page may have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from app.accounts.actors import OFFICIAL
from app.accounts.models import Agency, User
from app.accounts.models.agency import COMMITTEE, OFFICE, OPERATIONS
from app.accounts.queries import users_by_ids
from app.accounts.viewer import Viewer
from app.core.db import db, reads_only
from app.service_requests import policies
from app.service_requests.models import (
    Note,
    Rating,
    Reason,
    RequestPhoto,
    Service,
    ServiceRequest,
    StatusChange,
    UrgencyClass,
)

HANDLING_KINDS = (COMMITTEE, OFFICE, OPERATIONS)


@dataclass(frozen=True)
class Entry:
    """One line of the officials' time line; ``note`` holds the words of an internal one."""

    change: StatusChange
    note: Note | None
    official: User | None
    assigned: User | None
    agencies: dict[int, Agency]
    photos: Sequence[RequestPhoto]

    @property
    def by_citizen(self) -> bool:
        """Tell whether the sender did it; who that is stays hidden."""
        return self.change.actor_kind in ("citizen", "guest")

    def agency(self, agency_id: int | None) -> Agency | None:
        """Give a mentioned agency."""
        return self.agencies.get(agency_id or 0)


@dataclass(frozen=True)
class File:
    """The report's photos, time line (newest first) and ratings by number of the promise."""

    photos: Sequence[RequestPhoto]
    entries: Sequence[Entry]
    ratings: dict[int, Rating]


def handled(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Give the report if the viewer works on it, with all its page shows; locked for an act."""
    statement = (
        select(ServiceRequest)
        .where(ServiceRequest.code == code.upper())
        .options(
            joinedload(ServiceRequest.service).options(
                joinedload(Service.texts), lazyload(Service.urgency_class)
            ),
            joinedload(ServiceRequest.urgency_class).joinedload(UrgencyClass.texts),
            joinedload(ServiceRequest.agency).joinedload(Agency.texts),
            joinedload(ServiceRequest.assignee),
            joinedload(ServiceRequest.village),
            joinedload(ServiceRequest.promises),
            joinedload(ServiceRequest.person_key),
        )
    )
    if not reads_only():
        statement = statement.with_for_update(of=ServiceRequest)
    found: ServiceRequest | None = db.session.scalars(statement).unique().one_or_none()
    return found if found is not None and policies.may_handle(viewer, found) else None


def file_of(service_request: ServiceRequest) -> File:
    """Give photos, steps with their notes, and ratings of the report."""
    steps, photos = _steps(service_request), _photos(service_request)
    changes = [change for change, _ in steps]
    officials = users_by_ids(_officials(changes))
    agencies = _agencies(_mentioned(changes))
    entries = [_entry(change, note, officials, agencies, photos) for change, note in steps]
    ratings = _ratings(service_request) if _was_answered(service_request) else []
    return File(photos, entries[::-1], {each.promise_number: each for each in ratings})


def reasons(kind: str) -> Sequence[Reason]:
    """Give the reasons of ``kind`` one may choose, with their names, in one statement."""
    statement = (
        select(Reason)
        .where(Reason.kind == kind, Reason.active)
        .options(joinedload(Reason.texts))
        .order_by(Reason.position, Reason.id)
    )
    return db.session.scalars(statement).unique().all()


def photos_of_report(service_request: ServiceRequest) -> list[RequestPhoto]:
    """Give the citizen's photos: those whose publicity is decided."""
    sent = (RequestPhoto.REPORT, RequestPhoto.ADDITION)
    return [link for link in _photos(service_request) if link.role in sent]


def agencies_to_route() -> Sequence[Agency]:
    """Give the agencies that handle reports, in the order of the tree, in one statement."""
    statement = (
        select(Agency)
        .where(Agency.kind.in_(HANDLING_KINDS), Agency.is_closed.is_(False))
        .options(joinedload(Agency.texts))
        .order_by(Agency.path)
    )
    return db.session.scalars(statement).unique().all()


def _steps(service_request: ServiceRequest) -> Sequence[tuple[StatusChange, Note | None]]:
    """Give the steps, oldest first, each with its note if it is one."""
    statement = (
        select(StatusChange, Note)
        .outerjoin(Note, Note.status_change_id == StatusChange.id)
        .where(StatusChange.service_request_id == service_request.id)
        .order_by(StatusChange.id)
    )
    return [(change, note) for change, note in db.session.execute(statement)]


def _photos(service_request: ServiceRequest) -> Sequence[RequestPhoto]:
    statement = select(RequestPhoto).where(RequestPhoto.service_request_id == service_request.id)
    return db.session.scalars(statement.order_by(RequestPhoto.id)).all()


def _was_answered(service_request: ServiceRequest) -> bool:
    return any(promise.answered_at for promise in service_request.promises)


def _ratings(service_request: ServiceRequest) -> Sequence[Rating]:
    statement = select(Rating).where(Rating.service_request_id == service_request.id)
    return db.session.scalars(statement).all()


def _officials(changes: Iterable[StatusChange]) -> set[int]:
    """Give the ids of the officials who acted; a citizen's name is not even loaded."""
    acted = {each.actor_id for each in changes if each.actor_kind == OFFICIAL}
    given = {(each.details or {}).get("to") for each in changes if each.verb == "assign"}
    return {each for each in acted | given if each}


def _mentioned(changes: Iterable[StatusChange]) -> set[int]:
    named = {each.agency_id for each in changes}
    named |= {(each.details or {}).get("to_agency") for each in changes}
    return {each for each in named if each}


def _agencies(ids: set[int]) -> dict[int, Agency]:
    if not ids:
        return {}
    statement = select(Agency).where(Agency.id.in_(ids)).options(joinedload(Agency.texts))
    return {each.id: each for each in db.session.scalars(statement).unique()}


def _entry(
    change: StatusChange,
    note: Note | None,
    officials: dict[int, User],
    agencies: dict[int, Agency],
    photos: Sequence[RequestPhoto],
) -> Entry:
    own = [link for link in photos if link.status_change_id == change.id]
    acted = officials.get(change.actor_id or 0) if change.actor_kind == OFFICIAL else None
    given = (change.details or {}).get("to") if change.verb == "assign" else None
    return Entry(change, note, acted, officials.get(given or 0), agencies, own)
