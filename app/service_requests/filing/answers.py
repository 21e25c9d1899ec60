"""What a citizen answered to a service's own questions: read, checked, shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.formats import day
from app.core.text import decimal, moment
from app.service_requests.catalogue.question_models import DATETIME, NUMBER, SINGLE, TEXT, Question
from app.service_requests.catalogue.question_queries import _WHOLE
from app.service_requests.filing.models import RequestAnswer
from app.service_requests.record import ServiceRequest

LONGEST = {TEXT: 1_000}
SHORT = 200
MOST_DIGITS = 15
Given = Mapping[str, Sequence[str]]
"""What came in by the name of the field."""


class Wrong(ValueError):
    """An answer that is none; the sentence says what to do."""

    def __init__(self, sentence: Any) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Answered:
    """One question and the value that is kept."""

    question: Question
    value: str

    @property
    def is_text(self) -> bool:
        """Tell whether it is words, which say something of the matter."""
        return self.question.datatype == TEXT

    @property
    def shown(self) -> str:
        return shown(self.question, self.value)


def of_request(service_request: ServiceRequest) -> list[Answered]:
    return [Answered(row.question, row.value) for row in answers_of(service_request)]


def read(
    questions: Sequence[Question], given: Given, asked: frozenset[str]
) -> tuple[list[Answered], list[tuple[str, Any]]]:
    """Give the answers to ``questions`` and what is wrong: (name of the field, sentence).

    What must be answered is insisted upon only where the form asked it (``asked``: names of
    fields): a form kept on a phone may be older than the question.
    """
    answers, errors = [], []
    for question in questions:
        try:
            value = value_of(question, given.get(question.field, ()))
        except Wrong as wrong:
            errors.append((question.field, wrong.sentence))
            continue
        if value:
            answers.append(Answered(question, value))
        elif question.required and question.field in asked:
            errors.append((question.field, _l("Please answer: %(asked)s", asked=question.asked)))
    return answers, errors


def value_of(question: Question, given: Sequence[str]) -> str:
    """Give what is kept of an answer, empty for none; raise ``Wrong`` for what is no answer."""
    if question.is_list:
        return _chosen(question, [each for each in given if each])
    typed = given[0].strip() if given else ""
    if len(typed) > LONGEST.get(question.datatype, SHORT):
        raise Wrong(_l("This answer is too long. Please shorten it."))
    if not typed:
        return ""
    if question.datatype == NUMBER:
        return _number(typed)
    return _moment(typed) if question.datatype == DATETIME else typed


def shown(question: Question, value: str) -> str:
    """Give a kept value as people read it; a value no longer offered by the name it had."""
    if question.is_list:
        names = {each.key: each.label for each in question.values}
        return ", ".join(names.get(key, key) for key in value.split(","))
    if question.datatype == NUMBER:
        return str(format_decimal(Decimal(value)))
    if question.datatype == DATETIME:
        seen = datetime.fromisoformat(value)
        return f"{seen:%H:%M}, {day(seen.date())}"
    return value


def _chosen(question: Question, keys: list[str]) -> str:
    known = [value.key for value in question.values]
    if any(key not in known for key in keys):
        raise Wrong(_l("Choose one from the list."))
    if question.datatype == SINGLE and len(set(keys)) > 1:
        raise Wrong(_l("Choose only one."))
    return ",".join(key for key in known if key in keys)


def _number(typed: str) -> str:
    """Read a number as people write it: 12, 12,5 or 12.5."""
    number = decimal(typed.replace(" ", ""))
    if number is None or len(typed) > MOST_DIGITS:
        raise Wrong(_l("A number, such as 12 or 12,5."))
    return f"{number:f}"


def _moment(typed: str) -> str:
    """Read a local time as browsers send it."""
    found = moment(typed)
    if found is None:
        raise Wrong(_l("A day and an hour, such as 19/11/2026 09:12."))
    return found.isoformat(timespec="minutes")


def answers_of(service_request: ServiceRequest) -> Sequence[RequestAnswer]:
    """Give what was answered, with its questions, in their order."""
    return db.session.scalars(_answers(), {"report": service_request.id}).unique().all()


@cache
def _answers() -> Select[Any]:
    return (
        select(RequestAnswer)
        .join(RequestAnswer.question)
        .where(RequestAnswer.service_request_id == bindparam("report"))
        .options(joinedload(RequestAnswer.question).options(*_WHOLE))
        .order_by(Question.position, Question.id)
    )
