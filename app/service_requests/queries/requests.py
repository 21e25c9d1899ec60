"""Finding reports: one, the public list, mine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core import db as core_db
from app.core import text
from app.core.db import db
from app.media.paper_models import Paper
from app.media.voice_models import Recording
from app.service_requests import policies
from app.service_requests.models import (
    RequestPaper,
    RequestPhoto,
    RequestRecording,
    RequestWord,
    Service,
    ServiceRequest,
    UrgencyClass,
)
from app.service_requests.queries.together import hold

PAGE = 20
WORDS = 6
MIN_WORD = 2


@dataclass(frozen=True)
class Filters:
    """What the public list is narrowed by; ``before`` is the keyset: ids below it."""

    text: str = ""
    service_id: int | None = None
    place_ids: tuple[int, ...] = ()
    status: str = ""
    before: int | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list; ``before`` leads to the next one, None at the end."""

    rows: Sequence[ServiceRequest]
    before: int | None


def by_code(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Give the report with ``code`` if the viewer may know of it; locked when writing."""
    found = _by_code(code)
    return found if found is not None and policies.may_see(viewer, found) else None


def owned(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Give the viewer's own report with ``code``."""
    found = _by_code(code)
    return found if found is not None and policies.is_owner(viewer, found) else None


def linked(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Give the viewer's own report as ``owned`` does, not locked: links are locked before it."""
    found = db.session.scalar(select(ServiceRequest).where(ServiceRequest.code == code.upper()))
    return found if found is not None and policies.is_owner(viewer, found) else None


def handled(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Give the report with ``code`` if the viewer works on it."""
    found = _by_code(code)
    return found if found is not None and policies.may_handle(viewer, found) else None


def public_page(filters: Filters) -> Page:
    """Give the newest reports that everybody may know of, narrowed by ``filters``."""
    statement = _narrowed(filters).where(ServiceRequest.is_listed)
    # The index of words is walked in its own order: its column sorts, not the report's equal one.
    number = RequestWord.service_request_id if filters.text else ServiceRequest.id
    return _page(statement, filters.before, number=number)


def mine(viewer: Viewer, before: int | None = None, limit: int = PAGE) -> Page:
    """Give the viewer's reports, newest first: of the account and of the links held."""
    owned_ids = viewer.subjects(policies.SUBJECT)
    conditions: list[Any] = [ServiceRequest.id.in_(owned_ids)] if owned_ids else []
    if viewer.user is not None:
        conditions.append(ServiceRequest.citizen_id == viewer.user.id)
    if not conditions:
        return Page([], None)
    return _page(select(ServiceRequest).where(or_(*conditions)), before, limit)


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


def search_words(typed: str) -> list[str]:
    """Give the folded words of a query that the index can know, longest first.

    The longest is mostly the rarest, and the index is walked by the first.
    """
    words = {word for word in text.words(typed) if len(word) >= MIN_WORD}
    return sorted(words, key=len, reverse=True)[:WORDS]


def _by_code(code: str) -> ServiceRequest | None:
    statement = (
        select(ServiceRequest)
        .where(ServiceRequest.code == code.upper())
        .options(
            selectinload(ServiceRequest.promises),
            joinedload(ServiceRequest.village),
            joinedload(ServiceRequest.reason),
            joinedload(ServiceRequest.agency).lazyload(Agency.texts),
            joinedload(ServiceRequest.service)
            .joinedload(Service.urgency_class)
            .lazyload(UrgencyClass.texts),
        )
    )
    hold(code)
    found: ServiceRequest | None = core_db.one(statement, ServiceRequest)
    return found


def _narrowed(filters: Filters) -> Select[Any]:
    statement = select(ServiceRequest)
    if filters.service_id is not None:
        statement = statement.where(ServiceRequest.service_id == filters.service_id)
    if filters.place_ids:
        statement = statement.where(ServiceRequest.place_id.in_(filters.place_ids))
    if filters.status:
        statement = statement.where(ServiceRequest.status == filters.status)
    return _matching(statement, search_words(filters.text)) if filters.text else statement


def _matching(statement: Select[Any], words: list[str]) -> Select[Any]:
    """Walk the index by the first word and look the others up."""
    first, *others = words or [""]
    statement = statement.join(
        RequestWord, RequestWord.service_request_id == ServiceRequest.id
    ).where(RequestWord.word == first)
    for word in others:
        also = select(RequestWord.word).where(
            RequestWord.word == word, RequestWord.service_request_id == ServiceRequest.id
        )
        statement = statement.where(also.correlate(ServiceRequest).exists())
    return statement


def _page(
    statement: Select[Any],
    before: int | None,
    limit: int = PAGE,
    number: InstrumentedAttribute[int] = ServiceRequest.id,
) -> Page:
    if before is not None:
        statement = statement.where(number < before)
    ordered = statement.order_by(number.desc()).limit(limit + 1)
    rows = db.session.scalars(ordered).unique().all()
    return Page(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)
