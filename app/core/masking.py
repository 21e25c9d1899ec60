"""A known name and phone masked inside words that somebody else wrote."""

import re
from collections.abc import Iterable

from app.core.text import fold

MASK = "•••"
SHORTEST_NAME = 2
"""Words: one alone, such as "Hoa" (flower), is a word like any other."""
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"(?<!\d)(?:\+?84|0)(?:[ .\-()]{0,2}\d){9}(?!\d)")
NATIONAL = 9


def masked(text: str, names: Iterable[str], phones: Iterable[str]) -> str:
    """Give `text` with each of `names` and `phones` (E.164) taken out, however it is spelt there.

    A name is found without regard to accents and capitals; of a name of three words or more
    the last two, by which people are called, count too.
    """
    known = {phone[-NATIONAL:] for phone in phones}
    found = _NUMBER.sub(lambda each: MASK if _digits(each[0]) in known else each[0], text)
    for name in sorted(_spellings(names), key=len, reverse=True):
        found = _without(found, name)
    return found


def _digits(number: str) -> str:
    return "".join(c for c in number if c.isdigit())[-NATIONAL:]


def _spellings(names: Iterable[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for name in names:
        words = tuple(fold(word) for word in _WORD.findall(name))
        if len(words) >= SHORTEST_NAME:
            found.add(words)
        if len(words) > SHORTEST_NAME:
            found.add(words[-SHORTEST_NAME:])
    return found


def _without(text: str, name: tuple[str, ...]) -> str:
    words = list(_WORD.finditer(text))
    folded = [fold(word[0]) for word in words]
    kept, end, at = "", 0, 0
    while at <= len(words) - len(name):
        if tuple(folded[at : at + len(name)]) == name:
            kept += text[end : words[at].start()] + MASK
            at += len(name)
            end = words[at - 1].end()
        else:
            at += 1
    return kept + text[end:]
