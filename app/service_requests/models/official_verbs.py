"""What officials do with a report."""

from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.working_time import Calendar
from app.service_requests.models import lifecycle as life
from app.service_requests.models import steps
from app.service_requests.models.clock_verbs import name_day
from app.service_requests.models.history import StatusChange
from app.service_requests.models.parts import Note, PhoneDisclosure, Reply
from app.service_requests.models.record import (
    COMPLAINT,
    DENUNCIATION,
    EDITED,
    HIDDEN,
    OPEN_TO_ALL,
    ServiceRequest,
)
from app.service_requests.models.services import Reason


def accept(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    *,
    publicity: str,
    public_description: str | None = None,
    reason: Reason | None = None,
    despite_flags: bool = False,
) -> StatusChange:
    """Take the matter on and choose what the public may read.

    ``despite_flags``: an official looked at what was marked and publishes it all the same.
    """
    _check_flags(report, publicity, despite_flags)
    _publish(report, publicity, public_description, reason)
    change = steps.step(report, "accept", actor, now)
    report.accepted_at = report.accepted_at or now
    report.promise.accepted_at = now
    return change


def publish(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    *,
    publicity: str,
    public_description: str | None = None,
    reason: Reason | None = None,
    despite_flags: bool = False,
) -> StatusChange:
    """Change what the public may read after acceptance."""
    _check_flags(report, publicity, despite_flags)
    _publish(report, publicity, public_description, reason)
    return steps.step(report, "publish", actor, now, visibility=life.INTERNAL_STEP)


def start(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Begin the work."""
    return steps.step(report, "start", actor, now)


def reply(report: ServiceRequest, actor: Actor, now: datetime, text: str) -> StatusChange:
    """Answer in words without closing."""
    change = steps.step(report, "reply", actor, now, status_notes=text)
    _add_reply(report, actor, now, text, change)
    return change


def close(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    *,
    resolution: str,
    text: str,
    calendar: Calendar | None = None,
    scheduled_on: date | None = None,
    has_proof: bool = False,
) -> StatusChange:
    """End it with an answer: fixed, explained, or scheduled with a date from today on.

    A named day goes into the register, until the end of that day's hours in ``calendar``.
    """
    check_answer(report, resolution, text, scheduled_on, has_proof, now)
    change = steps.end(report, "close", actor, now, resolution, text, scheduled_on=scheduled_on)
    if scheduled_on is not None:
        name_day(report, now, scheduled_on, calendar or Calendar())
    _add_reply(report, actor, now, text, change)
    return change


def refuse(
    report: ServiceRequest, actor: Actor, now: datetime, *, reason: Reason, text: str | None = None
) -> StatusChange:
    """End it as not accepted, with a listed reason the citizen reads."""
    if reason.kind != Reason.NOT_ACCEPTED:
        raise DomainError(_l("Choose a reason from the list."), field="reason")
    report.reason = reason
    return steps.end(report, "refuse", actor, now, life.NOT_ACCEPTED, text, reason_id=reason.id)


def note(report: ServiceRequest, actor: Actor, now: datetime, text: str) -> StatusChange:
    """Write to colleagues; the citizen never sees it."""
    change = steps.step(report, "note", actor, now)
    db.session.add(
        Note(
            service_request_id=report.id,
            at=now,
            author_id=actor.user_id,
            text=text,
            status_change_id=change.id,
        )
    )
    return change


def acknowledge(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Note that what the citizen said last was read; it leaves the inbox."""
    return steps.step(report, "acknowledge", actor, now)


def seal(report: ServiceRequest, actor: Actor, now: datetime, kind: str) -> StatusChange:
    """Close it to all but the operator and the citizens' reception office.

    ``kind`` is a complaint (khiếu nại) or a denunciation (tố cáo): law gives these their
    own way. It is not deleted, since an office may have to forward it.
    """
    if kind not in (COMPLAINT, DENUNCIATION):
        raise DomainError(_l("Choose complaint or denunciation."), field="kind")
    report.sealed_kind, report.assignee = kind, None
    report.refresh_listed()
    return steps.step(report, "seal", actor, now, details={"kind": kind})


def disclose_phone(
    report: ServiceRequest, actor: Actor, now: datetime, reason: str
) -> StatusChange:
    """Log that an official looks at the sender's phone number, and why."""
    if len(reason.strip()) < 5:
        raise DomainError(_l("Write why you need the phone number."), field="reason")
    db.session.add(
        PhoneDisclosure(service_request_id=report.id, user_id=actor.user_id, reason=reason, at=now)
    )
    return steps.step(report, "disclose_phone", actor, now, status_notes=reason)


def _check_flags(report: ServiceRequest, publicity: str, despite_flags: bool) -> None:
    if report.is_flagged and publicity == OPEN_TO_ALL and not despite_flags and report.is_listed:
        raise DomainError(
            _l("Some words are marked. Publish an edited version, or tick that you looked."),
            field="flags_seen",
        )


def _publish(
    report: ServiceRequest, publicity: str, public_description: str | None, reason: Reason | None
) -> None:
    if not report.is_listed:
        # Private, about officials or sealed: there is nothing to choose.
        report.publicity, report.public_description, report.not_public_reason = HIDDEN, None, None
        return
    if publicity not in (OPEN_TO_ALL, EDITED, HIDDEN):
        raise DomainError(_l("Choose what the public may read."), field="publicity")
    if publicity == EDITED and not (public_description or "").strip():
        raise DomainError(_l("Write the edited text."), field="public_description")
    if publicity == HIDDEN and (reason is None or reason.kind != Reason.NOT_PUBLIC):
        raise DomainError(_l("Choose a reason from the list."), field="not_public_reason")
    report.publicity = publicity
    report.public_description = public_description if publicity == EDITED else None
    report.not_public_reason = reason if publicity == HIDDEN else None


def check_answer(
    report: ServiceRequest,
    resolution: str,
    text: str,
    scheduled_on: date | None,
    has_proof: bool,
    now: datetime,
) -> None:
    """Raise ``DomainError`` where an answer that ends it is not whole."""
    if resolution not in life.ANSWERS:
        raise DomainError(_l("Choose how it ended."), field="resolution")
    if not text.strip():
        raise DomainError(_l("Write the answer the citizen will read."), field="text")
    if (resolution == life.SCHEDULED) != (scheduled_on is not None):
        raise DomainError(_l("A promise needs its date."), field="scheduled_on")
    if scheduled_on is not None and scheduled_on < clock.local(now).date():
        raise DomainError(_l("The date of the promise is past."), field="scheduled_on")
    if resolution == life.FIXED and report.service.proof_required and not has_proof:
        raise DomainError(_l("This service asks for a photo as proof."), field="photos")


def _add_reply(
    report: ServiceRequest, actor: Actor, now: datetime, text: str, change: StatusChange
) -> None:
    db.session.add(
        Reply(
            service_request_id=report.id,
            at=now,
            author_id=actor.user_id,
            agency_id=actor.agency_id,
            text=text,
            status_change_id=change.id,
        )
    )
