"""How well a place's name fits what was typed. Pure; the database only finds candidates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.core.text import words

EXACT, PREFIX, OTHER_TYPE, WORDS, IN_CONTEXT, ADDRESS_IN_FULL, IN_ADDRESS, AS_STREET = range(8)
"""Ranks, the best first."""

# What people write for the types of units, and what they mean by it.
SHORT_FORMS = {
    "p": "phuong",
    "x": "xa",
    "tt": "thi tran",
    "tdp": "to dan pho",
    "tp": "thanh pho",
    "tx": "thi xa",
    "h": "huyen",
    "q": "quan",
    "t": "tinh",
}
# Each with a space before it, so that only whole words end or begin with it.
COMMUNE_TYPES = (" phuong", " xa", " thi tran", " dac khu")
LARGER_TYPES = (" thanh pho", " thi xa", " huyen", " quan", " tinh")
STREET_TYPES = (" duong", " pho", " ngo", " ngach", " hem", " quoc lo")
MOST_WORDS = 14


class Named(Protocol):
    """What ranking needs to know of a place: all of it folded."""

    name_folded: str
    title_folded: str
    search_text: str
    aliases: str


@dataclass(frozen=True)
class Query:
    """What was typed, as words; ``bare`` is without a type of unit in front."""

    words: tuple[str, ...]
    bare: tuple[str, ...]

    @property
    def text(self) -> str:
        """The words with single spaces."""
        return " ".join(self.words)

    @property
    def unspaced(self) -> str:
        """The words run together, as some people type and as aliases are kept."""
        return "".join(self.words)


def parse(typed: str) -> Query:
    """Read what somebody typed: accents, case, punctuation and short forms do not matter."""
    typed_words = words(typed[:200])[:MOST_WORDS]
    # The last word may still be in the middle of being typed, so it is not a short form yet.
    spelled = [SHORT_FORMS.get(word, word) for word in typed_words[:-1]] + typed_words[-1:]
    whole = tuple(" ".join(spelled).split())
    return Query(whole, _without_type(whole))


def rank(query: Query, place: Named) -> int | None:
    """Give how well ``place`` fits, EXACT being best, or None when it does not."""
    name, full, joined = place.name_folded, place.title_folded, query.text
    if joined in (name, full):
        return EXACT
    if name.startswith(joined) or full.startswith(joined):
        return PREFIX
    aliases = place.aliases.split()
    if " ".join(query.bare) == name or query.unspaced in aliases:
        return OTHER_TYPE
    if _begin_words(query.words, full.split()) or _begins_unspaced(query, [name, *aliases]):
        return WORDS
    return _rank_inside(query, place)


def _rank_inside(query: Query, place: Named) -> int | None:
    """Rank a longer text that names the place: with its surroundings, or a whole address."""
    name = place.name_folded.split()
    at = _position(name, query.words)
    if at is None:
        return None
    rest = query.words[:at] + query.words[at + len(name) :]
    if _begin_words(rest, place.search_text.split()):
        return IN_CONTEXT
    before = " " + " ".join(query.words[:at])
    kind = place.title_folded.removesuffix(place.name_folded).strip()
    if kind and before.endswith(f" {kind}"):
        return ADDRESS_IN_FULL
    if len(name) == 1 or before.endswith(LARGER_TYPES):
        return None
    # "Đường Hoa Ban" is a street, yet may be all that somebody knows of the place.
    return AS_STREET if before.endswith(STREET_TYPES) else IN_ADDRESS


def _without_type(typed: tuple[str, ...]) -> tuple[str, ...]:
    joined = " " + " ".join(typed)
    for kind in (*COMMUNE_TYPES, *LARGER_TYPES):
        if joined.startswith(f"{kind} "):
            return tuple(joined[len(kind) :].split())
    return typed


def _begin_words(typed: Sequence[str], known: Sequence[str]) -> bool:
    """Tell whether each typed word is a known one; the last may be only its beginning."""
    if not typed:
        return True
    return all(word in known for word in typed[:-1]) and any(
        word.startswith(typed[-1]) for word in known
    )


def _begins_unspaced(query: Query, names: Sequence[str]) -> bool:
    typed = query.unspaced
    return len(typed) > 3 and any(name.replace(" ", "").startswith(typed) for name in names)


def _position(name: Sequence[str], typed: Sequence[str]) -> int | None:
    """Give where ``name`` stands, whole, among the ``typed`` words."""
    places = range(len(typed) - len(name) + 1)
    return next((at for at in places if list(typed[at : at + len(name)]) == list(name)), None)
