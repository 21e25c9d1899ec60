"""The public's search index: only words that everybody may read are in it."""

from typing import Any

from sqlalchemy import delete

from app.core import text
from app.core.db import db
from app.core.events import request_changed, request_received
from app.service_requests.models import RequestWord, ServiceRequest, StatusChange

MAX_WORDS = 400
LONGEST = 40
RESHAPING = frozenset({"accept", "publish", "seal"})
"""Verbs after which other words are public than before."""


def index_words(service_request: ServiceRequest) -> None:
    """Write the report's public words anew: service, place, code, accepted text."""
    gone = delete(RequestWord).where(RequestWord.service_request_id == service_request.id)
    db.session.execute(gone)
    for word in sorted(public_words(service_request)):
        db.session.add(RequestWord(word=word, service_request_id=service_request.id))


def public_words(service_request: ServiceRequest) -> set[str]:
    """Give the folded words under which everybody may find the report; none when unlisted."""
    if not service_request.is_listed:
        return set()
    sources = [service_request.code, service_request.place.title]
    sources += [f"{row.name} {row.keywords}" for row in service_request.service.texts]
    sources.append(service_request.public_text or "")
    words = [word[:LONGEST] for source in sources for word in text.words(source)]
    return set(words[:MAX_WORDS])


@request_received.connect
def _index_received(service_request: ServiceRequest, **_: Any) -> None:
    index_words(service_request)


@request_changed.connect
def _index_changed(service_request: ServiceRequest, change: StatusChange, **_: Any) -> None:
    if change.verb in RESHAPING:
        index_words(service_request)
