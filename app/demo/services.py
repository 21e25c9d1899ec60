"""The demonstration's services, classes, and reasons: defaults an operator would start from."""

from dataclasses import dataclass, field

from app.core.db import db
from app.demo import questions
from app.demo.read import read
from app.service_requests.models import (
    Reason,
    ReasonText,
    Service,
    ServiceText,
    UrgencyClass,
    UrgencyClassText,
)


@dataclass(frozen=True)
class Spec:
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


def load() -> dict[str, Service]:
    """Add classes, services and reasons; give the services by code."""
    data = read("services")
    classes = {row[0]: _urgency_class(*row) for row in data["classes"]}
    for position, reason in enumerate(data["reasons"]):
        _reason(position, *reason)
    specs = [Spec(**row) for row in data["services"]]
    made = {spec.code: _service(i, spec, classes) for i, spec in enumerate(specs)}
    db.session.flush()
    questions.load(made, data)
    return made


def _urgency_class(
    code: str, clock: str, accept: int, answer: int, extension: int, vi: str, en: str
) -> UrgencyClass:
    urgency = UrgencyClass(
        code=code,
        clock=clock,
        accept_minutes=accept,
        answer_minutes=answer,
        extension_minutes=extension,
        texts=[UrgencyClassText(language="vi", name=vi), UrgencyClassText(language="en", name=en)],
    )
    db.session.add(urgency)
    return urgency


def _reason(position: int, code: str, kind: str, vi: str, en: str) -> None:
    texts = [ReasonText(language="vi", name=vi), ReasonText(language="en", name=en)]
    db.session.add(Reason(code=code, kind=kind, position=position, texts=texts))


def _service(position: int, spec: Spec, classes: dict[str, UrgencyClass]) -> Service:
    service = Service(
        service_code=spec.code,
        icon=spec.icon,
        position=position,
        urgency_class=classes[spec.urgency],
        urgent_class=classes[spec.urgent] if spec.urgent else None,
        texts=[_text(spec, 0, "vi"), _text(spec, 1, "en")],
        near_metres=spec.near[0],
        near_days=spec.near[1],
        **spec.flags,
    )
    db.session.add(service)
    return service


def _text(spec: Spec, index: int, language: str) -> ServiceText:
    return ServiceText(
        language=language,
        name=spec.name[index],
        group=spec.group[index],
        hint=spec.hint[index],
        keywords=spec.keywords[index],
    )
