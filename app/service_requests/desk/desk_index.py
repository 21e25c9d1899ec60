"""The desk's search index: all the words of a report, for who works on it."""

from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from app.core import text
from app.core.db import db
from app.core.translated import words_of
from app.service_requests import life
from app.service_requests.desk.models import DeskWord
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest

_TABLE = DeskWord.__table__
_GONE = delete(_TABLE).where(_TABLE.c.service_request_id == bindparam("gone"))
_WRITTEN = insert(_TABLE)
_ADDED = select(StatusChange.status_notes).where(
    StatusChange.service_request_id == bindparam("report"),
    StatusChange.actor_kind.in_(("citizen", "guest")),
    StatusChange.status_notes.is_not(None),
)
MAX_WORDS = 400
LONGEST = 40


def index_for_desk(service_request: ServiceRequest, *_: Any) -> None:
    """Write the report's words anew, beside its present agency."""
    db.session.flush()
    db.session.execute(_GONE, {"gone": service_request.id})
    shared = {"service_request_id": service_request.id, "agency_id": service_request.agency_id}
    rows = [{"word": word, **shared} for word in sorted(desk_words(service_request))]
    if rows:
        db.session.execute(_WRITTEN, rows)


def desk_words(service_request: ServiceRequest) -> set[str]:
    """Give the folded words under which officials find the report; none once it is sealed."""
    if service_request.sealed_kind:
        return set()
    sources = [service_request.code, service_request.place.title]
    spoken = words_of(service_request.service).values()
    sources += [f"{each['name']} {each['keywords']}" for each in spoken]
    village = service_request.village
    sources += [village.title if village else "", service_request.address or ""]
    sources += [service_request.description or "", *_said(service_request)]
    words = [word[:LONGEST] for source in sources for word in text.words(source)]
    return set(words[:MAX_WORDS])


def _said(service_request: ServiceRequest) -> list[str]:
    """Give what the sender added later."""
    return [each or "" for each in db.session.scalars(_ADDED, {"report": service_request.id})]


def follow(service_request: ServiceRequest, change: StatusChange, *_: Any) -> None:
    """Keep the index in step: other words, or another agency."""
    if life.REPORT.has(change.verb, life.NEW_WORDS):
        index_for_desk(service_request)
    elif life.REPORT.has(change.verb, life.MOVES):
        mine = DeskWord.service_request_id == service_request.id
        moved = update(DeskWord).where(mine).values(agency_id=service_request.agency_id)
        db.session.execute(moved)
