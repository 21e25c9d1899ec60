"""Everything an official needs of one report, in as few statements as a page may have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, lazyload

from app.accounts.models import Agency, User
from app.accounts.queries import agencies_by_ids, users_by_ids
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


@dataclass(frozen=True)
class Entry:
    """One line of the officials' time line; ``change`` or ``note`` is set."""

    at: datetime
    change: StatusChange | None
    note: Note | None
    official: User | None
    agencies: dict[int, Agency]
    photos: Sequence[RequestPhoto]

    @property
    def by_citizen(self) -> bool:
        """Tell whether the sender did it; who that is stays hidden."""
        return self.change is not None and self.change.actor_kind in ("citizen", "guest")

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
        )
    )
    if not reads_only():
        statement = statement.with_for_update(of=ServiceRequest)
    found: ServiceRequest | None = db.session.scalars(statement).unique().one_or_none()
    return found if found is not None and policies.may_handle(viewer, found) else None


def file_of(service_request: ServiceRequest) -> File:
    """Give photos, steps, notes and ratings of the report."""
    changes, notes = _changes(service_request), _notes(service_request)
    photos = _photos(service_request)
    officials = users_by_ids(_officials(changes, notes))
    agencies = agencies_by_ids(_mentioned(changes))
    entries = [_step(each, officials, agencies, photos) for each in changes]
    entries += [_words(each, officials) for each in notes]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    ratings = _ratings(service_request) if _was_answered(service_request) else []
    return File(photos, entries, {each.promise_number: each for each in ratings})


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


def _changes(service_request: ServiceRequest) -> Sequence[StatusChange]:
    """Give the steps, oldest first; a note's step is told by the note."""
    statement = select(StatusChange).where(
        StatusChange.service_request_id == service_request.id, StatusChange.verb != "note"
    )
    return db.session.scalars(statement.order_by(StatusChange.id)).all()


def _notes(service_request: ServiceRequest) -> Sequence[Note]:
    statement = select(Note).where(Note.service_request_id == service_request.id)
    return db.session.scalars(statement.order_by(Note.id)).all()


def _photos(service_request: ServiceRequest) -> Sequence[RequestPhoto]:
    statement = select(RequestPhoto).where(RequestPhoto.service_request_id == service_request.id)
    return db.session.scalars(statement.order_by(RequestPhoto.id)).all()


def _was_answered(service_request: ServiceRequest) -> bool:
    return any(promise.answered_at for promise in service_request.promises)


def _ratings(service_request: ServiceRequest) -> Sequence[Rating]:
    statement = select(Rating).where(Rating.service_request_id == service_request.id)
    return db.session.scalars(statement).all()


def _officials(changes: Iterable[StatusChange], notes: Iterable[Note]) -> set[int]:
    """Give the ids of the officials who acted; a citizen's name is not even loaded."""
    acted = {each.actor_id for each in changes if each.actor_kind == "official"}
    given = {(each.details or {}).get("to") for each in changes if each.verb == "assign"}
    return {each for each in acted | given | {note.author_id for note in notes} if each}


def _mentioned(changes: Iterable[StatusChange]) -> set[int]:
    named = {each.agency_id for each in changes}
    named |= {(each.details or {}).get("to_agency") for each in changes}
    return {each for each in named if each}


def _step(
    change: StatusChange,
    officials: dict[int, User],
    agencies: dict[int, Agency],
    photos: Sequence[RequestPhoto],
) -> Entry:
    own = [link for link in photos if link.status_change_id == change.id]
    who = change.actor_id if change.actor_kind == "official" else None
    return Entry(change.at, change, None, officials.get(who or 0), agencies, own)


def _words(note: Note, officials: dict[int, User]) -> Entry:
    return Entry(note.at, None, note, officials.get(note.author_id or 0), {}, ())
