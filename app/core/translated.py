"""Texts in several languages: rows of a table beside, one a language, as a thing's ``texts``."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import inspect

from app.core.preferences import language

FIRST = "vi"
"""The language that everything is written in; the others where somebody translated it."""
ENDINGS = {FIRST: "", "en": "_en"}
"""How a form's fields end: ``name`` is Vietnamese, ``name_en`` English."""


def text_in(texts: Iterable[Any], attribute: str, fallback: str) -> str:
    """Give ``attribute`` in the language being spoken, else in Vietnamese, else a fallback."""
    spoken_now, first = language(), fallback
    for row in texts:
        if row.language == spoken_now and getattr(row, attribute):
            return str(getattr(row, attribute))
        if row.language == FIRST:
            first = getattr(row, attribute) or fallback
    return first


def spoken(texts: Iterable[Any]) -> Any:
    """Give the row in the language being spoken, else the Vietnamese one, else None."""
    found = {row.language: row for row in texts}
    return found.get(language()) or found.get(FIRST)


def exactly(texts: Iterable[Any], language: str) -> Any:
    """Give the row in ``language``, or None."""
    return next((row for row in texts if row.language == language), None)


def write(thing: Any, language: str, words: Mapping[str, str]) -> None:
    """Set a thing's texts in ``language``; an empty first one takes that language away."""
    found = exactly(thing.texts, language)
    if not next(iter(words.values()), ""):
        thing.texts = [row for row in thing.texts if row is not found]
        return
    if found is None:
        found = inspect(type(thing)).relationships["texts"].mapper.class_(language=language)
        thing.texts.append(found)
    for name, value in words.items():
        setattr(found, name, value)


def typed(form: Any, names: Sequence[str]) -> dict[str, dict[str, str]]:
    return {
        language: {name: form[f"{name}{ending}"].data for name in names}
        for language, ending in ENDINGS.items()
    }


def as_typed(thing: Any, names: Sequence[str]) -> dict[str, str]:
    """Give a thing's texts as its form is filled with them."""
    return {
        f"{name}{ending}": getattr(exactly(thing.texts, language), name, "")
        for language, ending in ENDINGS.items()
        for name in names
    }
