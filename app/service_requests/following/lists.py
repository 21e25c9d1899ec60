"""Finding reports: one, the public list, mine."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select
from sqlalchemy.orm import joinedload, load_only

from app.accounts.viewer import Viewer
from app.core import text
from app.core.db import db
from app.core.listing import Listing, Page, code_of
from app.places.models import Place
from app.service_requests.catalogue.models import Service
from app.service_requests.following.models import RequestWord
from app.service_requests.listed import Listed, listed
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import SUBJECT

NEWEST = Listing(ServiceRequest.id, newest_first=True)
_PUBLIC = (
    ServiceRequest.code,
    ServiceRequest.status,
    ServiceRequest.resolution,
    ServiceRequest.description,
    ServiceRequest.publicity,
    ServiceRequest.is_listed,
    ServiceRequest.public_description,
    ServiceRequest.unmasked,
    ServiceRequest.requested_datetime,
    ServiceRequest.place_id,
    ServiceRequest.map_cell,
)
BEFORE: Any = bindparam("before")
NARROWED_BY = ("service_id", "place_ids", "status", "before")
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


def public_page(filters: Filters) -> Page[Listed]:
    """Give the newest reports that everybody may know of, narrowed by ``filters``."""
    words = search_words(filters.text) if filters.text else None
    given = {
        "service_id": filters.service_id,
        "place_ids": filters.place_ids,
        "status": filters.status,
        "before": filters.before,
        **{f"word_{number}": word for number, word in enumerate(words or [""])},
    }
    by = frozenset(name for name in NARROWED_BY if given[name] not in (None, (), ""))
    return _read(_public(by, None if words is None else len(words)), given)


def mine(viewer: Viewer, before: int | None = None, order: Listing = NEWEST) -> Page[Listed]:
    """Give the viewer's reports, newest first: of the account and of the links held."""
    owned = of_viewer(viewer)
    if owned is None:
        return Page([])
    given = {**owned.given, "before": before}
    return _read(_mine(order, owned.condition, before is not None), given, order)


def _read(statement: Select[Any], given: dict[str, Any], order: Listing = NEWEST) -> Page[Listed]:
    rows = db.session.execute(statement, given).all()
    return order.cut([Listed.of(row) for row in rows], code_of)


@dataclass(frozen=True)
class Owned:
    """What makes a report somebody's own: a condition made once, and what is put into it."""

    condition: ColumnElement[bool]
    given: dict[str, Any]


def of_viewer(viewer: Viewer) -> Owned | None:
    """Give what is the viewer's own: the account's, by the links held; None for nobody."""
    owned_ids = viewer.subjects(SUBJECT)
    if viewer.user is None and not owned_ids:
        return None
    given = {"citizen_id": viewer.user_id, "owned_ids": sorted(owned_ids)}
    return Owned(_owned(viewer.user is not None, bool(owned_ids)), given)


@cache
def _owned(by_account: bool, by_links: bool) -> ColumnElement[bool]:
    account = ServiceRequest.citizen_id == bindparam("citizen_id")
    links = ServiceRequest.id.in_(bindparam("owned_ids", expanding=True))
    return or_(account, links) if by_account and by_links else account if by_account else links


@cache
def _mine(order: Listing, owned: ColumnElement[bool], goes_on: bool) -> Select[Any]:
    """Build a page of one's own, the first shown on every front page: that takes longer than it."""
    return order.part(listed(owned), BEFORE if goes_on else None)


@cache
def line() -> tuple[Any, ...]:
    """Load what a line of a list shows of service and place, and nothing besides."""
    service = joinedload(ServiceRequest.service, innerjoin=True)
    place = joinedload(ServiceRequest.place, innerjoin=True)
    return (
        service.load_only(Service.service_code, Service.icon, Service.active, Service.words),
        service.lazyload(Service.urgency_class),
        place.load_only(Place.unit_type, Place.name),
    )


@cache
def public() -> Any:
    """Load what everybody may know of a report: not who sent it, to whom it went, or how long."""
    return load_only(*_PUBLIC)


@cache
def own() -> Any:
    """Load what a line of a list tells a sender of their report: when it is answered, too."""
    return load_only(
        *_PUBLIC,
        ServiceRequest.is_open,
        ServiceRequest.sealed_kind,
        ServiceRequest.answer_by,
        ServiceRequest.main_id,
    )


def search_words(typed: str) -> list[str]:
    """Give the folded words of a query that the index can know, longest first.

    The longest is mostly the rarest, and the index is walked by the first.
    """
    words = {word for word in text.words(typed) if len(word) >= MIN_WORD}
    return sorted(words, key=len, reverse=True)[:WORDS]


@cache
def _public(by: frozenset[str], words: int | None) -> Select[Any]:
    """Build a page of the list, narrowed by these and by so many words; None: not by words."""
    report: Any = ServiceRequest
    narrowed = {
        "service_id": report.service_id == bindparam("service_id"),
        "place_ids": report.place_id.in_(bindparam("place_ids", expanding=True)),
        "status": report.status == bindparam("status"),
    }
    statement = listed(
        report.is_listed, *(narrowed[name] for name in sorted(by) if name in narrowed)
    )
    statement = statement if words is None else _matching(statement, words)
    # The index of words is walked in its own order: its column sorts, not the report's equal one.
    order = NEWEST if words is None else NEWEST.over(RequestWord.service_request_id)
    return order.part(statement, BEFORE if "before" in by else None)


def _matching(statement: Select[Any], words: int) -> Select[Any]:
    """Walk the index by the first word and look the others up; no word is in no report."""
    statement = statement.join(
        RequestWord, RequestWord.service_request_id == ServiceRequest.id
    ).where(RequestWord.word == bindparam("word_0"))
    for number in range(1, words):
        also = select(RequestWord.word).where(
            RequestWord.word == bindparam(f"word_{number}"),
            RequestWord.service_request_id == ServiceRequest.id,
        )
        statement = statement.where(also.correlate(ServiceRequest).exists())
    return statement
