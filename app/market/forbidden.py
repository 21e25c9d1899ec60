"""Goods that may not be sold, looked for by their words.

A word typed without accents stands for every word that folds alike ("sung" may be "súng"); one
typed with accents stands for itself. What is found is not refused but looked at by a person.
"""

from collections.abc import Iterable

from app.core.text import fold, normalise_tone


def found(texts: Iterable[str], rules: Iterable[str]) -> str:
    """Give the first of ``rules`` (words, with accents) that stands in ``texts``; else nothing."""
    parts = [_words(text) for text in texts]
    for rule in rules:
        wanted = _words(rule)
        if wanted and any(_stands_in(wanted, part) for part in parts):
            return rule
    return ""


def _words(text: str) -> list[str]:
    spaced = "".join(c if c.isalnum() or not c.isascii() else " " for c in text)
    return normalise_tone(spaced.casefold()).split()


def _stands_in(wanted: list[str], part: list[str]) -> bool:
    size = len(wanted)
    return any(
        all(map(_is_meant, part[at : at + size], wanted)) for at in range(len(part) - size + 1)
    )


def _is_meant(typed: str, wanted: str) -> bool:
    bare = fold(typed)
    return typed == wanted or (typed == bare and bare == fold(wanted))
