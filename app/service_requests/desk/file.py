"""Everything an official needs of one report, in as few statements as a page may have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, String, and_, bindparam, cast, select
from sqlalchemy.orm import joinedload

from app.accounts.actors import OFFICIAL
from app.accounts.models import Agency, Grant, User
from app.accounts.queries import users_by_ids
from app.core.db import db
from app.notifications.queries import when_read
from app.service_requests import history, life
from app.service_requests.directing.models import Direction
from app.service_requests.enclosures.queries import every_photo, to_publish
from app.service_requests.following.models import Rating
from app.service_requests.history import RequestPaper, RequestPhoto, RequestRecording, StatusChange
from app.service_requests.notices import SENDER, key_of
from app.service_requests.people import links_to
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Note


@dataclass(frozen=True)
class Entry:
    """One line of the officials' time line; ``note`` holds the words of an internal one."""

    change: StatusChange
    note: Note | None
    official: User | None
    assigned: User | None
    agencies: dict[int, Agency]
    photos: Sequence[RequestPhoto]
    seen_at: datetime | None
    """When the sender opened what they were told of the step."""

    @property
    def told_sender(self) -> bool:
        """Tell whether the step is an agency's word that the sender should open."""
        verb = life.REPORT.verbs.get(self.change.verb)
        kind = verb.told.get(SENDER) if verb is not None else None
        return kind is not None and bool(kind.by_text)

    @property
    def recordings(self) -> list[RequestRecording]:
        """Give what was said at the step: one recording or none; a draft's is shown with it."""
        spoken = self.change.spoken
        return [spoken] if spoken and spoken.role != RequestPhoto.DRAFT else []

    @property
    def paper(self) -> RequestPaper | None:
        """Give the document that came with the step; a draft's is shown with it."""
        paper = self.change.paper
        return paper if paper and paper.role != RequestPhoto.DRAFT else None

    @property
    def by_citizen(self) -> bool:
        """Tell whether the sender did it; who that is stays hidden."""
        return self.change.actor_kind in ("citizen", "guest")

    @property
    def by_agency(self) -> bool:
        """Tell whether its words are the agency's answer, public where the report's are."""
        return life.REPORT.has(self.change.verb, life.BY_AGENCY)

    def agency(self, agency_id: int | None) -> Agency | None:
        return self.agencies.get(agency_id or 0)


@dataclass(frozen=True)
class File:
    """The report's photos, time line and directions (newest first), ratings by the promise."""

    photos: Sequence[RequestPhoto]
    entries: Sequence[Entry]
    ratings: dict[int, Rating]
    directions: Sequence[Direction] = ()
    in_drafts: Sequence[RequestPhoto] = ()
    """Photos of answers that are not out."""

    @property
    def to_publish(self) -> list[RequestPhoto]:
        """Give the sender's photos as the public may see them."""
        return to_publish(self.photos)

    @property
    def answered(self) -> bool:
        """Tell whether the service's own questions were answered with the report."""
        first = self.entries[-1].change if self.entries else None
        return bool(first and (first.details or {}).get("answers"))

    @property
    def leads(self) -> bool:
        """Tell whether other reports were ever joined under this one."""
        return any(entry.change.verb == "gather" for entry in self.entries)

    @property
    def corrected(self) -> dict[int, StatusChange]:
        """Give, by the number of an answer's step, the step that put it right."""
        return history.corrected(entry.change for entry in self.entries)

    @property
    def recent(self) -> Sequence[Entry]:
        """Give what stands open: what the sender did last, and the office's last step before it.

        A single step more is shown too: it is no use to fold one.
        """
        said = next((n for n, each in enumerate(self.entries) if not each.by_citizen), 0)
        return self.entries if len(self.entries) <= said + 2 else self.entries[: said + 1]

    @property
    def earlier(self) -> Sequence[Entry]:
        """Give the steps before those, which are folded."""
        return self.entries[len(self.recent) :]

    @property
    def recordings(self) -> list[RequestRecording]:
        """Give all that was said, newest first."""
        return [link for entry in self.entries for link in entry.recordings]


def file_of(service_request: ServiceRequest) -> File:
    """Give photos, steps with their notes and voices, ratings and directions of the report."""
    steps, all_photos = _steps(service_request), every_photo(service_request)
    photos = [each for each in all_photos if each.role != RequestPhoto.DRAFT]
    in_drafts = [each for each in all_photos if each.role == RequestPhoto.DRAFT]
    changes = [step.change for step in steps]
    people = _assigned(changes, [service_request.assignee, *(step.official for step in steps)])
    agencies = _mentioned(changes, [service_request.agency, *(step.agency for step in steps)])
    entries = [_entry(step, people, agencies, photos) for step in steps]
    rated = [rating for step in steps for rating in step.ratings if rating is not None]
    ratings = {each.promise_number: each for each in rated}
    directed = sorted(steps[0].directions, key=lambda each: -each.id) if steps else []
    return File(photos, entries[::-1], ratings, directed, in_drafts)


@dataclass
class _Step:
    """A step as it is read: its note, who acted for whom; the report's ratings beside a step of
    rating, its directions beside the first step."""

    change: StatusChange
    note: Note | None
    official: User | None
    agency: Agency | None
    seen_at: datetime | None
    ratings: list[Rating | None] = field(default_factory=list)
    directions: list[Direction] = field(default_factory=list)


def _steps(service_request: ServiceRequest) -> list[_Step]:
    """Give the steps, oldest first, in one statement.

    A citizen's name is not even loaded: people are joined where an official acted.
    """
    given = {
        "report": service_request.id,
        "key": key_of(service_request.id, ""),
        "sender": service_request.citizen_id,
    }
    asked = _asked(service_request.citizen_id is not None)
    found: dict[int, _Step] = {}
    rows = db.session.execute(asked, given).unique()
    for change, note, official, agency, rating, direction, seen in rows:
        step = found.setdefault(change.id, _Step(change, note, official, agency, seen))
        step.ratings.append(rating)
        if direction is not None:
            step.directions.append(direction)
    return list(found.values())


@cache
def _asked(has_account: bool) -> Select[Any]:
    """Build what asks for the steps; ``has_account``: the sender has one."""
    by_official = and_(User.id == StatusChange.actor_id, StatusChange.actor_kind == OFFICIAL)
    rated = and_(
        Rating.service_request_id == StatusChange.service_request_id, StatusChange.verb == "rate"
    )
    directed = and_(
        Direction.service_request_id == StatusChange.service_request_id,
        StatusChange.from_status.is_(None),
    )
    return (
        select(StatusChange, Note, User, Agency, Rating, Direction, _seen_at(has_account))
        .outerjoin(Note, Note.status_change_id == StatusChange.id)
        .outerjoin(User, by_official)
        .outerjoin(Agency, Agency.id == StatusChange.agency_id)
        .outerjoin(Rating, rated)
        .outerjoin(Direction, directed)
        .options(
            joinedload(User.person_key, innerjoin=False),
            joinedload(StatusChange.spoken),
            joinedload(StatusChange.paper),
        )
        .where(StatusChange.service_request_id == bindparam("report"))
        .order_by(StatusChange.id)
    )


def _seen_at(has_account: bool) -> ScalarSelect[Any]:
    key = bindparam("key", type_=String).concat(cast(StatusChange.id, String))
    grants = select(Grant.id).where(*links_to(bindparam("report")))
    return when_read(key, grants, bindparam("sender") if has_account else None)


def _assigned(changes: Iterable[StatusChange], known: Iterable[User | None]) -> dict[int, User]:
    """Give the officials that it was assigned to; asked for only where not known already."""
    people = {each.id: each for each in known if each is not None}
    given = {(each.details or {}).get("to") for each in changes if each.verb == "assign"}
    return people | users_by_ids(each for each in given if each and each not in people)


def _mentioned(
    changes: Iterable[StatusChange], known: Iterable[Agency | None]
) -> dict[int, Agency]:
    """Give the agencies that acted or were passed the report; asked for only where not known."""
    agencies = {each.id: each for each in known if each is not None}
    given = {(each.details or {}).get("to_agency") for each in changes}
    unknown = {each for each in given if each and each not in agencies}
    return agencies | _agencies(unknown)


def _agencies(ids: set[int]) -> dict[int, Agency]:
    if not ids:
        return {}
    statement = select(Agency).where(Agency.id.in_(ids))
    return {each.id: each for each in db.session.scalars(statement).unique()}


def _entry(
    step: _Step,
    people: dict[int, User],
    agencies: dict[int, Agency],
    photos: Sequence[RequestPhoto],
) -> Entry:
    change = step.change
    own = [each for each in photos if each.status_change_id == change.id and not each.covers_id]
    given = (change.details or {}).get("to") if change.verb == "assign" else None
    assigned = people.get(given or 0)
    return Entry(change, step.note, step.official, assigned, agencies, own, step.seen_at)
