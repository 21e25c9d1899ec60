"""What to look at twice before words become public: listed phrases, and numbers of people.

Phrases are compared on the borders of words, folded or, where their marks matter, with them.
Numbers are found by their shape (``core/private_numbers``) and masked for the public by themselves.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import private_numbers, text
from app.core.private_numbers import A_PHONE, A_PLATE, AN_ACCOUNT, AN_IDENTITY
from app.service_requests.catalogue.flag_words import FlagWord

TOKEN = re.compile(r"(?:\w[\u0300-\u036f]*)+")
"""A word; its marks may stand apart, as old programs write them."""
NUMBERS: dict[str, Any] = {
    A_PHONE: _l("looks like a phone number"),
    AN_IDENTITY: _l("looks like an identity card's number"),
    A_PLATE: _l("looks like a vehicle's plate"),
    AN_ACCOUNT: _l("looks like a bank account"),
}
MOST_WORDS = 8


@dataclass(frozen=True)
class Mark:
    """One place in the words: what stands there, where, and why it is marked."""

    start: int
    end: int
    words: str
    reason: Any
    kind: str = ""
    """What a number looks like: a key of ``NUMBERS``; empty for a listed phrase."""


def marks(words: str | None, phrases: Iterable[FlagWord]) -> list[Mark]:
    """Give the places to look at, in their order."""
    if not words:
        return []
    found = [*_numbers(words), *_phrases(words, phrases)]
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def key_of(phrase: str, *, exact: bool) -> str:
    """Give what a phrase is compared by; empty where it holds no letter or digit."""
    return " ".join(_comparable(each, exact) for each in TOKEN.findall(_composed(phrase)))


def _numbers(words: str) -> list[Mark]:
    found = private_numbers.numbers(words)
    return [Mark(each.start, each.end, each.words, NUMBERS[each.kind], each.kind) for each in found]


def _phrases(words: str, phrases: Iterable[FlagWord]) -> list[Mark]:
    tokens = list(TOKEN.finditer(words))
    folded = [_comparable(each[0], False) for each in tokens]
    exact = [_comparable(each[0], True) for each in tokens]
    found = []
    for phrase in phrases:
        wanted, row = phrase.folded.split(), exact if phrase.exact else folded
        for at in _places(row, wanted):
            start, end = tokens[at].start(), tokens[at + len(wanted) - 1].end()
            found.append(Mark(start, end, words[start:end], phrase.reason))
    return found


def _places(row: Sequence[str], wanted: Sequence[str]) -> list[int]:
    length = len(wanted)
    if not length:
        return []
    return [at for at in range(len(row) - length + 1) if row[at : at + length] == wanted]


def _comparable(token: str, exact: bool) -> str:
    return text.normalise_tone(token).casefold() if exact else text.fold(token)


def _composed(phrase: str) -> str:
    return unicodedata.normalize("NFC", phrase)
