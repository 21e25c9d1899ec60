"""Marking what is to be looked at in a report that comes in."""

from dataclasses import dataclass
from typing import Any

from app.service_requests.catalogue import flag_words, flagging
from app.service_requests.filing import answers
from app.service_requests.record import ServiceRequest


@dataclass(frozen=True)
class Marked:
    """One thing to look at, as it was found when the report came in."""

    words: str
    reason: Any
    kind: str = ""
    """What a number looks like; empty for a listed phrase."""


def marks_of(service_request: ServiceRequest) -> list[Marked]:
    """Give what to look at in a report's words."""
    return [
        Marked(words, flagging.NUMBERS.get(kind, reason), kind)
        for words, kind, reason in service_request.marked or ()
    ]


def mark(service_request: ServiceRequest, *_: Any) -> None:
    """Mark what is to be looked at in a report that comes in."""
    found = flagging.marks(_words_of(service_request), flag_words.active_words())
    service_request.is_flagged = bool(found)
    service_request.marked = [
        [mark.words, mark.kind, "" if mark.kind else mark.reason] for mark in found
    ] or None


def _words_of(service_request: ServiceRequest) -> str:
    """Give the words that may become public: the description, and answers in words."""
    said = [service_request.description or ""]
    answered = answers.of_request(service_request)
    said += [each.value for each in answered if not each.question.is_list]
    return "\n".join(said)
