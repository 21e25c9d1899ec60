"""The way of an answer through a lead's hands: internal steps that answer nothing yet."""

from datetime import datetime

from app.accounts.actors import Actor
from app.core.db import db
from app.service_requests.models import lifecycle as life
from app.service_requests.models import steps
from app.service_requests.models.history import StatusChange
from app.service_requests.models.parts import Note
from app.service_requests.models.record import ServiceRequest


def submit_draft(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Lay an answer before a lead; from now on its waiting is watched."""
    report.approval_asked_at = now
    return steps.step(report, life.SUBMIT, actor, now)


def return_draft(report: ServiceRequest, actor: Actor, now: datetime, words: str) -> StatusChange:
    """Send it back to whoever wrote it, with words that only officials read."""
    change = _decided(report, "return_draft", actor, now)
    note = Note(service_request_id=report.id, at=now, author_id=actor.user_id, text=words)
    note.status_change_id = change.id
    db.session.add(note)
    return change


def take_back_draft(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Take it back before a lead has decided."""
    return _decided(report, "take_back_draft", actor, now)


def discard_draft(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Give it up for good."""
    return _decided(report, "discard_draft", actor, now)


def _decided(report: ServiceRequest, verb: str, actor: Actor, now: datetime) -> StatusChange:
    report.approval_asked_at = None
    return steps.step(report, verb, actor, now)
