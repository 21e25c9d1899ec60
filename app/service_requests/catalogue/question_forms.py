"""The shape of what an administrator types about services' questions and words to flag."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, TextAreaField, ValidationError

from app.core import text
from app.core.forms import CODE, NEEDED, Form, choices
from app.service_requests.catalogue.forms import Choice, Position, words
from app.service_requests.catalogue.question_models import (
    DATETIME,
    LISTS,
    MULTIPLE,
    NUMBER,
    SINGLE,
    STRING,
    TEXT,
)

MOST_VALUES = 40
LONGEST_LINE = 180
LONGEST_KEY = 60
DATATYPES: dict[str, Any] = {
    STRING: _l("A few words"),
    TEXT: _l("Several lines"),
    NUMBER: _l("A number"),
    DATETIME: _l("A day and an hour"),
    SINGLE: _l("One of a list"),
    MULTIPLE: _l("Several of a list"),
}


class Values(TextAreaField):
    """Values to choose from, one a line: ``key = Name | English name``; the key may be left out.

    ``rows`` holds them as (key, name, English name).
    """

    rows: Sequence[tuple[str, str, str]] = ()

    def pre_validate(self, form: Any) -> None:
        """Refuse too many, names that are too long, and one key twice."""
        lines = [line for line in text.clean(self.data or "").split("\n") if line.strip()]
        self.rows = [_value(line) for line in lines]
        keys = [key for key, _name, _english in self.rows]
        if len(keys) > MOST_VALUES or any(len(line) > LONGEST_LINE for line in lines):
            raise ValidationError(_l("At most 40 values, in short lines."))
        if len(set(keys)) < len(keys) or not all(keys):
            raise ValidationError(_l("Each value needs a key of its own."))


class QuestionForm(Form):
    """A service's own question in both languages."""

    name = words(_l("Question"), 120, NEEDED)
    name_en = words(_l("Question in English"), 120)
    hint = words(_l("Line that helps to answer"), 200)
    hint_en = words(_l("Line that helps to answer, in English"), 200)
    values = Values(_l("Values to choose from, one a line"))
    position = Position(_l("Place in the list"))
    required = BooleanField(_l("Must be answered"))
    is_public = BooleanField(_l("The answer may be shown to the public"))
    active = BooleanField(_l("Is asked"))


class NewQuestionForm(QuestionForm):
    """A new question; its code and kind stay for good."""

    code = words(_l("Code"), 60, NEEDED, CODE)
    datatype = Choice(_l("Kind of answer"), choices=choices(DATATYPES.items()))

    def validate_values(self, field: Values) -> None:
        """A list needs something to choose from."""
        if self.datatype.data in LISTS and len(field.rows) < 2:
            raise ValidationError(_l("A list needs at least two values."))


def _value(line: str) -> tuple[str, str, str]:
    key, mark, names = line.partition("=")
    name, _bar, english = (names if mark else line).partition("|")
    slug = text.ascii_slug(key if mark else name)[:LONGEST_KEY]
    return slug, name.strip(), english.strip()
