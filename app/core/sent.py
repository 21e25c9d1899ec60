"""Forms that travel: what was typed is a value, which goes on to rules of its own.

    @dataclass(frozen=True)
    class WordsForm(sent.Value):
        key: str = sent.line("idempotency_key")
        words: str = sent.words()

Their photos wait under a key, a phone's queue sends them again, and the rules of their acts judge
them; other forms are of ``core/forms``.
"""

from collections.abc import Callable
from dataclasses import field, fields
from typing import Any, Self

from flask import request
from werkzeug.datastructures import MultiDict

from app.core import text


class Value:
    """A form that travels: a frozen dataclass of the fields declared below is made of it."""

    @classmethod
    def read(cls) -> Self:
        known = fields(cls)  # type: ignore[arg-type]
        return cls(**{each.name: each.metadata["take"](request.form, each.name) for each in known})


def by(take: Callable[[MultiDict[str, str], str], Any], default: Any = "") -> Any:
    """Declare what of a form ``take`` gives for the field's name."""
    return field(default_factory=lambda: default, metadata={"take": take})


def line(name: str = "", most: int = 200) -> Any:
    """Declare a line; ``name`` where the form calls it otherwise."""
    return by(lambda form, own: text.line(form.get(name or own, ""), most))


def words() -> Any:
    """Declare words of any number of lines."""
    return by(lambda form, own: text.clean(form.get(own, "")))


def several(*names: str, most: int = 200) -> Any:
    """Declare all values of some names, each cut."""
    return by(lambda form, _own: tuple(v[:most] for n in names for v in form.getlist(n)), ())


def files(name: str) -> Any:
    """Declare all files of a name; no part of what the form says."""
    take = {"take": lambda _form, _own: tuple(request.files.getlist(name))}
    return field(default=(), compare=False, metadata=take)
