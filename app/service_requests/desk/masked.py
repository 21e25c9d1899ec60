"""The numbers in a report's public words that are masked, for the official who may show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.core import private_numbers
from app.service_requests import life
from app.service_requests.catalogue.flagging import NUMBERS
from app.service_requests.desk.file import File
from app.service_requests.filing.answers import Answered
from app.service_requests.record import ServiceRequest


@dataclass(frozen=True)
class Masked:
    """One number as it was written, what it looks like, and whether everybody may read it."""

    words: str
    reason: Any
    key: str
    is_shown: bool


def of(service_request: ServiceRequest, file: File, answered: Iterable[Answered]) -> list[Masked]:
    """Give each number once, as it stands in the report's words, answers and the agency's."""
    shown = set(service_request.unmasked or ())
    found = {
        each.key: Masked(each.words, NUMBERS[each.kind], each.key, each.key in shown)
        for words in _public(service_request, file, answered)
        for each in private_numbers.numbers(words)
    }
    return list(found.values())


def _public(
    service_request: ServiceRequest, file: File, answered: Iterable[Answered]
) -> Iterator[str | None]:
    yield service_request.description
    yield service_request.public_description
    yield from (each.value for each in answered)
    for entry in file.entries:
        if life.REPORT.has(entry.change.verb, life.BY_AGENCY):
            yield entry.change.status_notes
