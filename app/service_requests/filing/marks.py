"""Marking what is to be looked at: in a report that comes in, and in what its sender says later.

Nothing that is marked is dropped or kept back: officials see it, and decide.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.service_requests import life
from app.service_requests.catalogue import flag_words, flagging
from app.service_requests.filing import answers, repeated
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest

SAME_WORDS, SAME_PHOTO = "same_words", "same_photo"
REPEATED: dict[str, Any] = {
    SAME_WORDS: _l("The same words were sent before"),
    SAME_PHOTO: _l("The same photo was sent before"),
}


@dataclass(frozen=True)
class Marked:
    """One thing to look at, as it was found when the report came in."""

    words: str
    """What stands there; of what was sent before, the other report's code."""
    reason: Any
    kind: str = ""
    """What a number looks like, or what was sent before; empty for a listed phrase."""

    @property
    def is_repeated(self) -> bool:
        return self.kind in REPEATED


def marks_of(service_request: ServiceRequest) -> list[Marked]:
    """Give what to look at in a report's words."""
    known = {**flagging.NUMBERS, **REPEATED}
    return [
        Marked(words, known.get(kind, reason), kind)
        for words, kind, reason in service_request.marked or ()
    ]


def mark(service_request: ServiceRequest, _actor: Actor, now: datetime) -> None:
    """Mark what is to be looked at in a report that comes in."""
    found = flagging.marks(_words_of(service_request), flag_words.active_words())
    rows = [[mark.words, mark.kind, "" if mark.kind else mark.reason] for mark in found]
    for kind, search in ((SAME_WORDS, repeated.same_words), (SAME_PHOTO, repeated.same_photo)):
        rows += [[code, kind, ""] for code in search(service_request, now)]
    service_request.is_flagged = bool(rows)
    service_request.marked = rows or None


def mark_step(
    _service_request: ServiceRequest, change: StatusChange, actor: Actor, _now: datetime
) -> None:
    """Mark listed phrases in what a sender says later; the step keeps them."""
    words = change.status_notes
    if not words or actor.is_official or not life.REPORT.has(change.verb, life.SPOKEN):
        return
    found = [each for each in flagging.marks(words, flag_words.active_words()) if not each.kind]
    if found:
        marked = [[each.words, each.reason] for each in found]
        change.details = {**(change.details or {}), "marked": marked}


def _words_of(service_request: ServiceRequest) -> str:
    """Give the words that may become public: the description, and answers in words."""
    said = [service_request.description or ""]
    answered = answers.of_request(service_request)
    said += [each.value for each in answered if not each.question.is_list]
    return "\n".join(said)
