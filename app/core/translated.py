"""Texts in several languages: rows of a table beside, one a language, as a thing's ``texts``.

What is shown again and again (services, agencies) has them as a column too, ``words``: the rows
as one JSON object, read with the thing itself and as fresh as it. Loading them as rows had taken a
statement more on every page, or each thing once for every language.

    words: Mapped[Words]
    Agency.words = in_one(AgencyText.agency_id == Agency.id, AgencyText, "name", "short_name")
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import JSON, ColumnElement, Function, String, inspect, literal_column, select
from sqlalchemy.ext import compiler
from sqlalchemy.orm import MappedSQLExpression, column_property

from app.core.preferences import language

FIRST = "vi"
"""The language that everything is written in; the others where somebody translated it."""
ENDINGS = {FIRST: "", "en": "_en"}
"""How a form's fields end: ``name`` is Vietnamese, ``name_en`` English."""


Words = dict[str, dict[str, str]]
"""Texts by language and by what they are: ``{"vi": {"name": …}}``."""


class _Json(Function[Any]):
    """An object of names and values, or of all rows, each key's value that of one row."""

    inherit_cache = True


ON_POSTGRESQL = {"json_group_object": "json_object_agg", "json_object": "json_build_object"}


@compiler.compiles(_Json, "postgresql")
def _compiled(element: Function[Any], sql: Any, **named: Any) -> str:
    return f"{ON_POSTGRESQL[element.name]}{sql.function_argspec(element, **named)}"


def in_one(whose: ColumnElement[bool], text: Any, *names: str) -> MappedSQLExpression[Words]:
    """Give the column of a thing's texts: the rows of ``text`` that are its own, by ``names``."""
    pairs: list[Any] = []
    for name in names:
        pairs += [literal_column(f"'{name}'"), getattr(text, name)]
    row = _Json("json_object", *pairs, type_=JSON())
    rows = select(_Json("json_group_object", text.language, row, type_=JSON())).where(whose)
    return column_property(rows.correlate_except(text).scalar_subquery())


def words_of(thing: Any) -> Words:
    """Give a thing's texts by language: its rows where they are loaded, as they may be changed."""
    rows = vars(thing).get("texts")
    if rows is None:
        found: Words = thing.words or {}
        return found
    return {
        row.language: {name: getattr(row, name) for name in _names(row.__class__)} for row in rows
    }


@cache
def _names(text: Any) -> tuple[str, ...]:
    """Give what a row of texts says, by its columns."""
    columns: Any = inspect(text).column_attrs
    texts = (each.key for each in columns if isinstance(each.columns[0].type, String))
    return tuple(name for name in texts if name != "language")


def names_of(thing: Any) -> dict[str, str]:
    """Give a thing's name by language."""
    return {spoken_now: said["name"] for spoken_now, said in words_of(thing).items()}


def said_in(thing: Any, attribute: str, fallback: str) -> str:
    """Give ``attribute`` of a thing with ``words``, as ``text_in`` does of one with rows."""
    words = words_of(thing)
    for spoken_now in (language(), FIRST):
        text = words.get(spoken_now, {}).get(attribute)
        if text:
            return text
    return fallback


def spoken_words(thing: Any) -> dict[str, str] | None:
    """Give a thing's texts in the language being spoken, else in Vietnamese, else None."""
    words = words_of(thing)
    return words.get(language()) or words.get(FIRST)


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
