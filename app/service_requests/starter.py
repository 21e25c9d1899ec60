"""What a province begins with, from data files: classes, services, reasons, questions, answers.

What is there already, by its code, is left as the province made it: only what is missing is added.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.service_requests.catalogue import flagging
from app.service_requests.models import (
    AnswerTemplate,
    FlagWord,
    Question,
    QuestionText,
    QuestionValue,
    Reason,
    ReasonText,
    Service,
    ServiceText,
    UrgencyClass,
    UrgencyClassText,
)

DATA = Path(__file__).parent / "data"
LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class ServiceSpec:
    """One service: names, group, hint and keywords as (vi, en); ``near`` in metres and days."""

    code: str
    icon: str
    name: tuple[str, str]
    group: tuple[str, str]
    hint: tuple[str, str]
    keywords: tuple[str, str]
    urgency: str = "normal"
    urgent: str | None = None
    near: tuple[int, int] = (0, 30)
    flags: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class QuestionSpec:
    """One question: texts and hints as (vi, en), values as (key, vi, en)."""

    service: str
    code: str
    datatype: str
    name: tuple[str, str]
    hint: tuple[str, str] = ("", "")
    required: bool = False
    is_public: bool = True
    values: tuple[tuple[str, str, str], ...] = ()


def read(name: str) -> dict[str, Any]:
    """Give a data file's lists of rows, by what they are of."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def load() -> int:
    """Add what is not there; give how many rows. The caller commits."""
    data = read("services")
    count = _classes(data) + _reasons(data) + _flag_words(data)
    count += _services(data) + _answers()
    db.session.flush()
    return count


def services() -> dict[str, Service]:
    """Give the services by code."""
    return {each.service_code: each for each in db.session.scalars(select(Service))}


def _codes(column: Any) -> set[str]:
    return set(db.session.scalars(select(column)))


def _classes(data: Mapping[str, Any]) -> int:
    known = _codes(UrgencyClass.code)
    fresh = [row for row in data["classes"] if row[0] not in known]
    for code, ticks, accept, answer, extension, *names in fresh:
        texts = _texts(UrgencyClassText, name=names)
        db.session.add(
            UrgencyClass(
                code=code, clock=ticks, accept_minutes=accept, answer_minutes=answer,
                extension_minutes=extension, texts=texts,
            )
        )  # fmt: skip
    db.session.flush()
    return len(fresh)


def _reasons(data: Mapping[str, Any]) -> int:
    known, made = _codes(Reason.code), 0
    for position, (code, kind, *names) in enumerate(data["reasons"]):
        if code not in known:
            texts = _texts(ReasonText, name=names)
            db.session.add(Reason(code=code, kind=kind, position=position, texts=texts))
            made += 1
    return made


def _flag_words(data: Mapping[str, Any]) -> int:
    known, made = _codes(FlagWord.folded), 0
    for phrase, exact, reason in data["flag_words"]:
        folded = flagging.key_of(phrase, exact=exact)
        if folded not in known:
            row = FlagWord(phrase=phrase, folded=folded, exact=exact, reason=reason)
            row.created_at = clock.now()
            db.session.add(row)
            made += 1
    return made


def _services(data: Mapping[str, Any]) -> int:
    classes = {each.code: each for each in db.session.scalars(select(UrgencyClass))}
    known, made = services(), 0
    fresh: dict[str, Service] = {}
    for position, row in enumerate(data["services"]):
        spec = ServiceSpec(**row)
        if spec.code not in known:
            fresh[spec.code] = _service(position, spec, classes)
            made += 1
    db.session.flush()
    asked = [QuestionSpec(**row) for row in data["questions"]]
    for position, question in enumerate(asked):
        if question.service in fresh:
            db.session.add(_question(position * 10, question, fresh[question.service]))
            made += 1
    return made


def _service(position: int, spec: ServiceSpec, classes: Mapping[str, UrgencyClass]) -> Service:
    texts = _texts(
        ServiceText, name=spec.name, group=spec.group, hint=spec.hint, keywords=spec.keywords
    )
    service = Service(
        service_code=spec.code,
        icon=spec.icon,
        position=position,
        urgency_class=classes[spec.urgency],
        urgent_class=classes[spec.urgent] if spec.urgent else None,
        texts=texts,
        near_metres=spec.near[0],
        near_days=spec.near[1],
        **spec.flags,
    )
    db.session.add(service)
    return service


def _question(position: int, spec: QuestionSpec, service: Service) -> Question:
    return Question(
        service_id=service.id,
        code=spec.code,
        datatype=spec.datatype,
        required=spec.required,
        is_public=spec.is_public,
        position=position,
        texts=_texts(QuestionText, name=spec.name, hint=spec.hint),
        values=[
            QuestionValue(key=key, name=vi, name_en=en, position=place)
            for place, (key, vi, en) in enumerate(spec.values)
        ],
    )


def _answers() -> int:
    """Add the answers kept ready for all agencies, unless one is called the same."""
    known, made = _codes(AnswerTemplate.title), 0
    for position, row in enumerate(read("answers")["answers"], start=1):
        if row["title"] not in known:
            code = f"MAU-{position}"
            db.session.add(AnswerTemplate(code=code, position=position, **row))
            made += 1
    return made


def _texts(text: Any, **words: Any) -> list[Any]:
    """Make the rows of texts of one thing; ``words`` are (vi, en) by column."""
    return [
        text(language=each, **{name: both[at] for name, both in words.items()})
        for at, each in enumerate(LANGUAGES)
    ]
