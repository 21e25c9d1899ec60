"""The public's search index: only words that everybody may read are in it."""

from typing import Any

from sqlalchemy import bindparam, delete, insert

from app.core import text
from app.core.db import db
from app.core.translated import words_of
from app.service_requests import life
from app.service_requests.following.models import RequestWord
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest

_TABLE = RequestWord.__table__
_GONE = delete(_TABLE).where(_TABLE.c.service_request_id == bindparam("gone"))
_WRITTEN = insert(_TABLE)
MAX_WORDS = 400
LONGEST = 40


def index_words(service_request: ServiceRequest, *_: Any) -> None:
    """Write the report's public words anew: service, place, code, accepted text."""
    db.session.flush()
    db.session.execute(_GONE, {"gone": service_request.id})
    words = sorted(public_words(service_request))
    if words:
        rows = [{"word": word, "service_request_id": service_request.id} for word in words]
        db.session.execute(_WRITTEN, rows)


def public_words(service_request: ServiceRequest) -> set[str]:
    """Give the folded words under which everybody may find the report; none when unlisted."""
    if not service_request.is_listed:
        return set()
    sources = [service_request.code, service_request.place.title]
    spoken = words_of(service_request.service).values()
    sources += [f"{each['name']} {each['keywords']}" for each in spoken]
    sources.append(service_request.public_text or "")
    words = [word[:LONGEST] for source in sources for word in text.words(source)]
    return set(words[:MAX_WORDS])


def follow(service_request: ServiceRequest, change: StatusChange, *_: Any) -> None:
    """Keep the index in step where other words are public than before."""
    if life.REPORT.has(change.verb, life.NEW_PUBLIC_WORDS):
        index_words(service_request)
