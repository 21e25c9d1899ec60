"""What forms and lists offer to choose from: as they show it, not as an operator edits it.

The form is the page that is opened most, and the services and questions on it are read each time,
so that nobody sees an older list than was just saved. Read as columns, in the language spoken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.core.preferences import language
from app.core.translated import FIRST
from app.service_requests.catalogue.models import Service, ServiceText
from app.service_requests.catalogue.question_models import (
    LISTS,
    Question,
    QuestionText,
    QuestionValue,
)


@dataclass(frozen=True, slots=True)
class Offered:
    """A service one can choose; the names are those of ``Service``."""

    id: int
    service_code: str
    icon: str
    emergency_number: str | None
    urgent_class_id: int | None
    service_name: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value one can choose as an answer."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that a service asks; the names are those of ``Question``."""

    id: int
    service_id: int
    datatype: str
    required: bool
    asked: str
    hint: str
    offered: list[Value] = field(default_factory=list)

    @property
    def is_list(self) -> bool:
        """Tell whether one chooses from values."""
        return self.datatype in LISTS

    @property
    def field(self) -> str:
        """Give the name of its field in a form."""
        return f"q-{self.id}"


_SAID, _FIRST = aliased(ServiceText), aliased(ServiceText)
_SERVICES = (
    select(
        Service.id,
        Service.service_code,
        Service.icon,
        Service.emergency_number,
        Service.urgent_class_id,
        _SAID.name,
        _FIRST.name,
    )
    .outerjoin(_SAID, (_SAID.service_id == Service.id) & (_SAID.language == bindparam("spoken")))
    .outerjoin(_FIRST, (_FIRST.service_id == Service.id) & (_FIRST.language == FIRST))
    .where(Service.active)
    .order_by(Service.position, Service.id)
)
"""Made once: to build it takes longer than to run it."""


def offered_services() -> Sequence[Offered]:
    """Give the services a citizen can choose, in the operator's order, in one statement."""
    rows = db.session.execute(_SERVICES, {"spoken": language()})
    return [Offered(*row[:5], row[5] or row[6] or row[1]) for row in rows]


_ASKED, _ASKED_FIRST = aliased(QuestionText), aliased(QuestionText)
_QUESTIONS = (
    select(
        Question.id,
        Question.service_id,
        Question.datatype,
        Question.required,
        func.coalesce(func.nullif(_ASKED.name, ""), _ASKED_FIRST.name, Question.code),
        func.coalesce(func.nullif(_ASKED.hint, ""), _ASKED_FIRST.hint, ""),
        QuestionValue.key,
        QuestionValue.name,
        QuestionValue.name_en,
    )
    .select_from(Question)
    .outerjoin(
        _ASKED, (_ASKED.question_id == Question.id) & (_ASKED.language == bindparam("spoken"))
    )
    .outerjoin(
        _ASKED_FIRST, (_ASKED_FIRST.question_id == Question.id) & (_ASKED_FIRST.language == FIRST)
    )
    .outerjoin(QuestionValue, (QuestionValue.question_id == Question.id) & QuestionValue.active)
    .where(Question.service_id.in_(bindparam("services", expanding=True)), Question.active)
    .order_by(Question.position, Question.id, QuestionValue.position, QuestionValue.id)
)


def asked_now(services: Iterable[Offered]) -> dict[int, list[Asked]]:
    """Give the questions that each of ``services`` asks, in order, in one statement."""
    spoken = language()
    given = {"spoken": spoken, "services": [each.id for each in services]}
    found: dict[int, Asked] = {}
    by_service: dict[int, list[Asked]] = {}
    for *question, key, name, name_en in db.session.execute(_QUESTIONS, given):
        asked = found.get(question[0])
        if asked is None:
            asked = found[question[0]] = Asked(*question)
            by_service.setdefault(asked.service_id, []).append(asked)
        if key is not None:
            asked.offered.append(Value(key, name_en if spoken == "en" and name_en else name))
    return by_service
