"""What three of the demonstration's services ask beside the usual, and words to look at twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core import clock
from app.core.db import db
from app.service_requests.catalogue import flagging
from app.service_requests.models import FlagWord, Question, QuestionText, QuestionValue, Service


@dataclass(frozen=True)
class Spec:
    """One question: texts and hints as (vi, en), values as (key, vi, en)."""

    service: str
    code: str
    datatype: str
    name: tuple[str, str]
    hint: tuple[str, str] = ("", "")
    required: bool = False
    is_public: bool = True
    values: tuple[tuple[str, str, str], ...] = ()


def load(services: Mapping[str, Service], data: Mapping[str, Any]) -> None:
    """Add the questions of those services, and the words; ``data`` is what services.toml holds."""
    for position, spec in enumerate(Spec(**row) for row in data["questions"]):
        names = zip(("vi", "en"), spec.name, spec.hint, strict=True)
        db.session.add(
            Question(
                service_id=services[spec.service].id,
                code=spec.code,
                datatype=spec.datatype,
                required=spec.required,
                is_public=spec.is_public,
                position=position * 10,
                texts=[QuestionText(language=each, name=n, hint=h) for each, n, h in names],
                values=[
                    QuestionValue(key=key, name=vi, name_en=en, position=place)
                    for place, (key, vi, en) in enumerate(spec.values)
                ],
            )
        )
    for word in data["flag_words"]:
        _flag_word(*word)


def _flag_word(phrase: str, exact: bool, reason: str) -> None:
    db.session.add(
        FlagWord(
            phrase=phrase,
            folded=flagging.key_of(phrase, exact=exact),
            exact=exact,
            reason=reason,
            created_at=clock.now(),
        )
    )
