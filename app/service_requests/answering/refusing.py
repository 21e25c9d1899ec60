"""Ending a report as not accepted, with a listed reason."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.errors import DomainError
from app.notifications import kinds
from app.service_requests import life, transition
from app.service_requests.catalogue.models import Reason
from app.service_requests.history import StatusChange
from app.service_requests.notices import FOLLOW_CLOSED, FOLLOWERS, SENDER
from app.service_requests.record import ServiceRequest

REFUSE = life.REPORT.verb(
    "refuse",
    life.UNANSWERED,
    life.CLOSED,
    label=_l("Not accepted"),
    facts={life.OVERTAKES, life.ENDS_JOINED, life.BY_AGENCY},
    told={SENDER: kinds.CLOSED, FOLLOWERS: FOLLOW_CLOSED},
)


def refuse(
    report: ServiceRequest, actor: Actor, now: datetime, *, reason: Reason, text: str | None = None
) -> StatusChange:
    """End it as not accepted, with a listed reason the citizen reads."""
    if reason.kind != Reason.NOT_ACCEPTED:
        raise DomainError(_l("Choose a reason from the list."), field="reason")
    report.reason = reason
    return transition.end(report, REFUSE, actor, now, life.NOT_ACCEPTED, text, reason_id=reason.id)
