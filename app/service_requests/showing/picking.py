"""Picking a repair for before and after, and taking it back."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.service_requests.following import mended
from app.service_requests.record import ServiceRequest
from app.service_requests.showing import queries
from app.service_requests.showing.models import ShownRepair


def pick(report: ServiceRequest, actor: Actor, now: datetime) -> None:
    """Show it. Raises ``DomainError`` where everybody may not see both photos."""
    if mended.of(report) is None:
        raise DomainError(
            _l(
                "Before and after needs a finished repair, a public photo of the sender, and one "
                "of the answer. Both must be ready."
            )
        )
    if queries.picked(report) is None:
        by = actor.user_id
        shown = ShownRepair(service_request_id=report.id, picked_at=now, picked_by_id=by)
        db.session.add(shown)
        audit.record(actor.reference, "report.show_repair", report.reference, now=now)


def drop(report: ServiceRequest, actor: Actor, now: datetime) -> None:
    """Show it no more; one that is not shown stays as it is."""
    shown = queries.picked(report)
    if shown is not None:
        db.session.delete(shown)
        audit.record(actor.reference, "report.unshow_repair", report.reference, now=now)
