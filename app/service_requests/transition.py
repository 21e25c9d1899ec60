"""The one door every verb goes through: check the table, move on, write the row, tell."""

from datetime import datetime
from typing import Any

from app.accounts.actors import Actor
from app.core.db import db
from app.core.errors import DomainError
from app.core.lifecycle import Verb
from app.core.working_time import Calendar
from app.service_requests import life
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Promise


def promise_again(
    report: ServiceRequest,
    now: datetime,
    calendar: Calendar,
    kind: str = Promise.RECEIPT,
    *,
    at_latest: datetime | None = None,
) -> None:
    """Promise acceptance and answer, counted from ``now``: at receipt and at a reopening.

    ``at_latest``: an earlier promise that still counts.
    """
    urgency = report.urgency_class
    accept_by, answer_by = urgency.accept_by(now, calendar), urgency.answer_by(now, calendar)
    report.accept_by = min(accept_by, at_latest or accept_by)
    report.answer_by = min(answer_by, at_latest or answer_by)
    report.promises.append(
        Promise(
            number=len(report.promises) + 1,
            kind=kind,
            clock=urgency.clock,
            started_at=now,
            accept_by=report.accept_by,
            answer_by=report.answer_by,
        )
    )


SHORTEST = 5
"""Characters of a question, a reason, an answer; less says nothing."""


def require_words(words: str, sentence: Any, field: str) -> None:
    """Raise ``DomainError`` with ``sentence``, beside ``field``, where ``words`` say nothing."""
    if len(words.strip()) < SHORTEST:
        raise DomainError(sentence, field=field)


def require(report: ServiceRequest, verb: Verb) -> None:
    """Raise ``InvalidTransition`` where it cannot happen now."""
    life.REPORT.require(report, verb.name)


def move(
    report: ServiceRequest,
    verb: Verb,
    actor: Actor,
    now: datetime,
    *,
    visibility: str | None = None,
    **said: Any,
) -> StatusChange:
    """Go through the one door, write the row, and do what follows, in its order."""
    before = life.REPORT.move(report, verb.name)
    change = StatusChange(
        service_request=report,
        at=now,
        verb=verb.name,
        from_status=before,
        to_status=report.status,
        visibility=visibility or verb.visibility or life.PUBLIC_STEP,
        actor_kind=actor.kind,
        actor_id=actor.user_id,
        agency_id=actor.agency_id,
        **said,
    )
    db.session.add(change)  # at once: what follows may read, and reading flushes
    report.updated_datetime = now
    report.watch(now)
    _note_who_spoke(report, verb, actor, now)
    db.session.flush()
    for follow in life.REPORT.after:
        follow(report, change, actor, now)
    return change


def _note_who_spoke(report: ServiceRequest, verb: Verb, actor: Actor, now: datetime) -> None:
    if life.SPOKEN in verb.facts:
        report.citizen_spoke_at = now
    elif actor.is_official:
        report.citizen_spoke_at = None


def end(
    report: ServiceRequest,
    verb: Verb,
    actor: Actor,
    now: datetime,
    resolution: str,
    text: str | None,
    **said: Any,
) -> StatusChange:
    """Close it by ``verb`` with its ``resolution``, which settles a day that was named before."""
    require(report, verb)
    _settle_named_day(report, now, resolution)
    report.resolution = report.promise.resolution = resolution
    report.scheduled_on = said.get("scheduled_on")
    report.answered_at = report.promise.answered_at = now
    return move(report, verb, actor, now, resolution=resolution, status_notes=text, **said)


def _settle_named_day(report: ServiceRequest, now: datetime, resolution: str) -> None:
    """Write down whether the day named before was kept; a withdrawal leaves it uncounted."""
    named = report.commitment
    if named is None:
        return
    if resolution == life.WITHDRAWN:
        named.void(now)
    else:
        named.settle(now, done=resolution == life.FIXED)
