"""Writing answers kept ready; each change is audited, and none is deleted, only retired."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit, codes
from app.core.db import db
from app.core.errors import DomainError
from app.service_requests.answering import placeholders
from app.service_requests.answering.template_models import AnswerTemplate

EVERYWHERE = _l("All agencies")
ANY_SERVICE = _l("Any service")
COLUMNS = ("agency_id", "service_id", "purpose", "title", "body", "position", "active")


def save(template: AnswerTemplate, values: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """Write ``values`` (of COLUMNS) into a new or known template.

    Raises ``DomainError`` for what stands in braces and is no placeholder.
    """
    check(values["body"])
    is_new = template.id is None
    before = None if is_new else snapshot(template)
    write(template, values)
    if is_new:
        template.code = codes.readable_code()
        db.session.add(template)
    db.session.flush()
    after = snapshot(template)
    if after != before:
        verb = "template.create" if is_new else "template.change"
        subject = f"answer_template:{template.id}"
        audit.record(actor.reference, verb, subject, now=now, before=before, after=after)


def write(template: AnswerTemplate, values: Mapping[str, Any]) -> None:
    """Set the columns, and keep nothing: for trying out."""
    for name in COLUMNS:
        setattr(template, name, values[name])


def check(body: str) -> None:
    """Raise ``DomainError`` for what stands in braces and is no placeholder."""
    strange = placeholders.unknown(body)
    if strange:
        listed = ", ".join(f"{{{each}}}" if each not in "{}" else each for each in strange)
        raise DomainError(
            _("There is no placeholder %(names)s. Choose from the list.", names=listed),
            field="body",
        )


def snapshot(template: AnswerTemplate) -> dict[str, Any]:
    """Give the columns as an audit entry keeps them."""
    return {name: getattr(template, name) for name in COLUMNS}


def refuse_open(text: str) -> None:
    """Raise ``DomainError`` where an answer has placeholders that nobody filled in."""
    missing = placeholders.left_open(text)
    if missing:
        listed = ", ".join(f"[{each}]" for each in missing)
        raise DomainError(_l("Fill in what is missing: %(names)s", names=listed), field="text")
