"""What was answered, read from a form's fields: each question by its kind, branches followed."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import text
from app.core.errors import DomainError
from app.surveys.models import (
    FACES,
    MAX_WORDS,
    NUMBER,
    ONE,
    PART,
    SEVERAL,
    SurveyQuestion,
)

Sent = Mapping[str, Sequence[str]]
NUMBER_DIGITS = 9
TO_CHANGE = 1
NOTHING: Mapping[str, str] = MappingProxyType({})
AMONG = _l("Choose one of the answers.")


class Wrong(DomainError):
    """Answers that do not fit, each with its sentence."""

    def __init__(self, errors: list[tuple[str | None, Any]]) -> None:
        super().__init__(errors[0][1], field=errors[0][0])
        self.errors = errors


def read(
    questions: Sequence[SurveyQuestion], sent: Sent, spoken: Mapping[str, str] = NOTHING
) -> dict[str, Any]:
    """Give the answers by the questions' numbers; what a branch leaves out is not read.

    ``spoken``: the codes of what was said, by the questions' names.

    Raises:
        Wrong: an answer is missing or is none, or nothing at all was answered.
    """
    found: dict[str, Any] = {}
    errors: list[tuple[str | None, Any]] = []
    for question in questions:
        if not is_asked(question, found):
            continue
        try:
            value = _value(question, sent, spoken.get(question.name, ""))
        except DomainError as wrong:
            errors.append((question.name, wrong.message))
            continue
        if value is not None:
            found[str(question.id)] = value
        elif question.is_needed:
            errors.append((question.name, _l("Please answer this question.")))
    if not (found or errors):
        errors.append((questions[0].name if questions else None, _l("Answer at least one.")))
    if errors:
        raise Wrong(errors)
    return found


def is_asked(question: SurveyQuestion, found: Mapping[str, Any]) -> bool:
    """Tell whether the answers so far lead to the question."""
    return question.after_id is None or found.get(str(question.after_id)) == question.option


def _value(question: SurveyQuestion, sent: Sent, voice: str) -> Any:
    values = [each for each in sent.get(question.name, ()) if each.strip()]
    if question.kind in {ONE, FACES}:
        return _choice(question, values[0]) if values else None
    if question.kind == SEVERAL:
        return sorted({_choice(question, each) for each in values}) or None
    if question.kind == NUMBER:
        return _number(values[0]) if values else None
    if question.kind == PART:
        return _stance(question, values, sent.get(f"{question.name}-w", ()), voice)
    return _words(values, voice)


def _words(values: Sequence[str], voice: str) -> str | dict[str, str] | None:
    words = text.clean(values[0], MAX_WORDS) if values else ""
    return {"words": words, "voice": voice} if voice else words or None


def _choice(question: SurveyQuestion, typed: str) -> int:
    at = text.whole(typed)
    if at is None or at >= len(question.choices):
        raise DomainError(AMONG)
    return at


def _number(typed: str) -> int:
    number = text.whole(typed.strip(), NUMBER_DIGITS)
    if number is None:
        raise DomainError(_l("Write a whole number, such as 12."))
    return number


def _stance(
    question: SurveyQuestion, values: Sequence[str], words: Sequence[str], voice: str
) -> dict[str, Any] | None:
    said = text.clean(words[0], MAX_WORDS) if words else ""
    if not values:
        if said or voice:
            raise DomainError(_l("Say whether you agree with this part as well."))
        return None
    stance = _choice(question, values[0])
    if stance == TO_CHANGE and not (said or voice):
        raise DomainError(_l("Write what should be changed."))
    spoken = {"voice": voice} if voice else {}
    return {"stance": stance, **({"words": said} if said else {}), **spoken}
