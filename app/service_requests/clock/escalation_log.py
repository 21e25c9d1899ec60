"""Whom the chain told of a report, step by step."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.core.db import db
from app.service_requests.clock.models import Escalation, EscalationRecipient
from app.service_requests.record import ServiceRequest


@dataclass(frozen=True)
class Escalated:
    """One step of the chain: its name, when it was taken, and the people it went to."""

    step: str
    at: datetime
    people: list[User]


def escalations(service_request: ServiceRequest) -> list[Escalated]:
    """Give the steps taken for the report, the newest first, in one statement."""
    statement = (
        select(Escalation, User)
        .join(EscalationRecipient, EscalationRecipient.escalation_id == Escalation.id)
        .join(User, User.id == EscalationRecipient.user_id)
        .options(joinedload(User.person_key, innerjoin=False))
        .where(Escalation.service_request_id == service_request.id)
        .order_by(Escalation.id.desc(), EscalationRecipient.id)
    )
    found: dict[int, Escalated] = {}
    for step, person in db.session.execute(statement):
        found.setdefault(step.id, Escalated(step.step, step.at, [])).people.append(person)
    return list(found.values())
