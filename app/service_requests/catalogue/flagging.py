"""What to look at twice before words become public: listed phrases, and numbers of people.

Phrases are compared on the borders of words, folded or, where their marks matter, with them.
Numbers are found by their shape: phones of Viet Nam, identity cards of nine or twelve digits.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import text
from app.service_requests.catalogue.flag_words import FlagWord

TOKEN = re.compile(r"(?:\w[\u0300-\u036f]*)+")
"""A word; its marks may stand apart, as old programs write them."""
PHONE = re.compile(r"(?<![\d])(?:\+84|84|0)(?:[ .\-]?\d){9,10}(?!\d)")
IDENTITY = re.compile(r"(?<!\d)(?:\d{12}|\d{9}|\d{3}[ .]\d{3}[ .]\d{3}(?:[ .]\d{3})?)(?!\d)")
LEFT_OUT = "[…]"
A_PHONE, AN_IDENTITY = "phone", "identity"
NUMBERS: dict[str, Any] = {
    A_PHONE: _l("looks like a phone number"),
    AN_IDENTITY: _l("looks like an identity card's number"),
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
    """What a number looks like, "phone" or "identity"; empty for a listed phrase."""


def marks(words: str | None, phrases: Iterable[FlagWord]) -> list[Mark]:
    """Give the places to look at, in their order."""
    if not words:
        return []
    found = [*_numbers(words), *_phrases(words, phrases)]
    return sorted(found, key=lambda mark: (mark.start, mark.end))


def without_numbers(words: str | None) -> str:
    """Give the words as an edited version may begin: people's numbers left out."""
    kept = words or ""
    for mark in reversed(_numbers(kept)):
        kept = kept[: mark.start] + LEFT_OUT + kept[mark.end :]
    return kept


def key_of(phrase: str, *, exact: bool) -> str:
    """Give what a phrase is compared by; empty where it holds no letter or digit."""
    return " ".join(_comparable(each, exact) for each in TOKEN.findall(_composed(phrase)))


def _numbers(words: str) -> list[Mark]:
    phones = [_mark(words, found, A_PHONE) for found in PHONE.finditer(words)]
    taken = [(mark.start, mark.end) for mark in phones]
    others = (_mark(words, found, AN_IDENTITY) for found in IDENTITY.finditer(words))
    free = [each for each in others if not any(s < each.end and each.start < e for s, e in taken)]
    return sorted([*phones, *free], key=lambda mark: mark.start)


def _mark(words: str, found: re.Match[str], kind: str) -> Mark:
    start, end = found.span()
    return Mark(start, end, words[start:end], NUMBERS[kind], kind)


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
