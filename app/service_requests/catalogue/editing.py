"""What an administrator changes: services, classes, reasons, routing. Each change is audited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core import audit, translated
from app.core.db import db
from app.core.errors import DomainError
from app.places.models import Place
from app.service_requests.catalogue import administration
from app.service_requests.catalogue.models import (
    Reason,
    RemovedRule,
    RoutingRule,
    Service,
    UrgencyClass,
)
from app.service_requests.catalogue.question_models import Question, QuestionValue

WORDS = ("name", "group", "hint", "keywords")
Listed = Service | UrgencyClass | Reason | Question


@dataclass(frozen=True)
class Change:
    """What a row becomes: its columns, and its texts by language; an empty name is no text."""

    columns: Mapping[str, Any]
    texts: Mapping[str, Mapping[str, str]]
    values: Sequence[tuple[str, str, str]] | None = None
    """Of a question: (key, name, English name) of the values to choose from, in order."""


def create(row: Listed, change: Change, actor: Actor, now: datetime) -> None:
    """Add a service, class or reason; raise ``DomainError`` where its code is taken."""
    if administration.code_is_taken(row):
        raise DomainError(_l("This code is taken. Choose another one."), field="code")
    _apply(row, change)
    db.session.add(row)
    db.session.flush()
    _record(actor, "create", row, now, None)


def update(row: Listed, change: Change, actor: Actor, now: datetime) -> None:
    """Change a service, class or reason; what is the same as before is not recorded."""
    before = snapshot(row)
    _apply(row, change)
    db.session.flush()
    if snapshot(row) != before:
        _record(actor, "change", row, now, before)


def add_rule(
    service: Service | None, place: Place | None, agency: Agency, actor: Actor, now: datetime
) -> RoutingRule:
    """Send reports of ``service`` (any) in ``place`` (anywhere) to ``agency``.

    Raises ``DomainError`` where there is a rule for the two already: a database does not count
    two rules for "any" or "anywhere" as the same.
    """
    if administration.rule_for(service, place) is not None:
        raise DomainError(
            _l("There is a rule for this service and place. Remove it first."), field="service"
        )
    return add_rules([(service, place, agency)], actor, now)[0]


def add_rules(
    several: Sequence[tuple[Service | None, Place | None, Agency]], actor: Actor, now: datetime
) -> list[RoutingRule]:
    """Add rules for pairs that have none."""
    rules = [
        RoutingRule(
            service_id=service.id if service else None,
            place_id=place.id if place else None,
            agency_id=agency.id,
        )
        for service, place, agency in several
    ]
    db.session.add_all(rules)
    db.session.flush()
    for rule in rules:
        audit.record(actor.reference, "routing.add", _subject(rule), now=now, after=_rule(rule))
    return rules


def remove_rule(rule: RoutingRule, actor: Actor, now: datetime) -> None:
    """Take a rule away; reports that came by it stay where they are. It can be put back."""
    db.session.add(RemovedRule(**_rule(rule), removed_at=now))
    audit.record(actor.reference, "routing.remove", _subject(rule), now=now, before=_rule(rule))
    db.session.delete(rule)


def put_back(removed: RemovedRule, actor: Actor, now: datetime) -> None:
    """Make a rule again that was taken away; a second tap changes nothing.

    Raises:
        DomainError: there is another rule for the two meanwhile.
    """
    if removed.put_back_at is not None:
        return
    service = db.session.get(Service, removed.service_id) if removed.service_id else None
    place = db.session.get(Place, removed.place_id) if removed.place_id else None
    add_rule(service, place, db.session.get_one(Agency, removed.agency_id), actor, now)
    removed.put_back_at = now


def snapshot(row: Listed) -> dict[str, Any]:
    """Give columns and texts as an audit entry keeps them."""
    columns = {
        column.key: getattr(row, column.key)
        for column in row.__table__.columns
        if column.key != "id"
    }
    texts = {text.language: _words(text) for text in row.texts}
    more = {"values": _values(row)} if isinstance(row, Question) else {}
    return {**columns, "texts": dict(sorted(texts.items())), **more}


def _apply(row: Listed, change: Change) -> None:
    for name, value in change.columns.items():
        setattr(row, name, value)
    for language, words in change.texts.items():
        translated.write(row, language, words)
    if isinstance(row, Question) and change.values is not None:
        _offer(row, change.values)


def _values(question: Question) -> list[str]:
    return [f"{each.key}={each.name}|{each.name_en}" for each in question.offered]


def _offer(question: Question, values: Sequence[tuple[str, str, str]]) -> None:
    """Offer those values; others stay, for the answers that name them, and are not offered."""
    known = {value.key: value for value in question.values}
    for value in known.values():
        value.active = False
    for position, (key, name, english) in enumerate(values):
        value = known.get(key) or QuestionValue(key=key)
        value.name, value.name_en, value.position, value.active = name, english, position, True
        if key not in known:
            question.values.append(value)


def _words(text: Any) -> dict[str, str]:
    return {name: getattr(text, name) for name in WORDS if hasattr(text, name)}


def _record(
    actor: Actor, verb: str, row: Listed, now: datetime, before: dict[str, Any] | None
) -> None:
    kind = row.__tablename__
    audit.record(
        actor.reference, f"{kind}.{verb}", f"{kind}:{row.id}", now=now, before=before,
        after=snapshot(row),
    )  # fmt: skip


def _subject(rule: RoutingRule) -> str:
    return f"routing_rule:{rule.id}"


def _rule(rule: RoutingRule) -> dict[str, Any]:
    return {
        "service_id": rule.service_id,
        "place_id": rule.place_id,
        "agency_id": rule.agency_id,
    }
