"""To prepare alerts beforehand, and the ones every deployment begins with."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.accounts.actors import Actor
from app.core import audit, clock, codes
from app.core.db import db
from app.news.models import AlertTemplate
from app.news.queries import alerts

LANGUAGES = ("vi", "en")
DEFAULTS = Path(__file__).parent.parent / "data" / "alerts.toml"
WORDS = ("headline", "description", "instruction")


def values_of(template: AlertTemplate | None) -> dict[str, Any]:
    """Give the form's values of a prepared alert; of a new one the defaults."""
    if template is None:
        return {"hours": "12", "level": "2"}
    values: dict[str, Any] = {
        name: getattr(template, name)
        for name in ("kind", "level", "hours", "contact_name", "contact_phone")
    }
    for text in template.texts:
        values |= {f"{word}_{text.language}": getattr(text, word) for word in WORDS}
    return values


def write(template: AlertTemplate | None, values: Mapping[str, Any], actor: Actor) -> None:
    """Write a prepared alert, a new one for None; ``values`` of the fields of ``PREPARED``."""
    row = template or AlertTemplate(code=codes.readable_code(2).lower())
    row.kind, row.level, row.hours = values["kind"], int(values["level"]), values["hours"]
    row.contact_name, row.contact_phone = values["contact_name"], values["contact_phone"][:30]
    for language in LANGUAGES:
        words = [values.get(f"{word}_{language}", "") for word in WORDS]
        if words[0]:
            row.write(language, *words)
    db.session.add(row)
    db.session.flush()
    audit.record(actor.reference, "prepare", f"alert_template:{row.id}", now=clock.now())


def drop(template: AlertTemplate, actor: Actor) -> None:
    subject = f"alert_template:{template.id}"
    audit.record(actor.reference, "drop_template", subject, now=clock.now())
    db.session.delete(template)


def load_defaults() -> int:
    """Add the prepared alerts of ``data/alerts.toml`` that are not there; give how many."""
    known = {template.code for template in alerts.templates()}
    fresh = [row for row in _defaults() if row["code"] not in known]
    for values in fresh:
        row = AlertTemplate(**{name: values[name] for name in ("code", "kind", "level", "hours")})
        row.contact_name, row.contact_phone = "Tìm kiếm cứu nạn", "112"
        row.write("vi", *(values[word] for word in WORDS))
        db.session.add(row)
    return len(fresh)


def _defaults() -> list[dict[str, Any]]:
    with DEFAULTS.open("rb") as file:
        found: list[dict[str, Any]] = tomllib.load(file)["alerts"]
    return found
