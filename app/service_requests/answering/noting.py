"""What is said among officials: work has begun, a note, read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import User
from app.core.db import db
from app.core.errors import DomainError
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.answering import mentions
from app.service_requests.history import StatusChange
from app.service_requests.notices import tell_mentioned
from app.service_requests.people import who_work_on
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Note

START = life.REPORT.verb("start", {life.ACCEPTED}, life.IN_PROGRESS, label=_l("In progress"))
NOTE = life.REPORT.verb(
    "note",
    life.STATUSES,
    label=_l("Internal note"),
    visibility=life.INTERNAL_STEP,
    facts={life.WHILE_JOINED, life.SAYS_NOTHING},
)
ACKNOWLEDGE = life.REPORT.verb(
    "acknowledge",
    life.STATUSES,
    label=_l("Read by the agency"),
    visibility=life.INTERNAL_STEP,
    facts={life.WHILE_JOINED, life.SAYS_NOTHING},
)


def start(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    return transition.move(report, START, actor, now)


def note(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    text: str,
    mentioned: Sequence[User] = (),
) -> StatusChange:
    """Write to colleagues; the citizen never sees it. Those who are named in it are told."""
    change = transition.move(report, NOTE, actor, now)
    db.session.add(
        Note(
            service_request_id=report.id,
            at=now,
            author_id=actor.user_id,
            text=text,
            status_change_id=change.id,
        )
    )
    others = [each for each in mentioned if each.id != actor.user_id]
    if others:
        tell_mentioned(report, others, change, now)
    return change


def acknowledge(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Note that what the citizen said last was read; it leaves the inbox."""
    return transition.move(report, ACKNOWLEDGE, actor, now)


def _acknowledge(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return acknowledge(service_request, sent.actor, sent.now)


def _note(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    words = sent.form.checked_text()
    if not words:
        raise DomainError(_l("Write the note."), field="text")
    people = who_work_on(service_request) if "@" in words or sent.form.mentioned else ()
    ticked = [each for each in people if each.code in sent.form.mentioned]
    named = list(dict.fromkeys([*ticked, *mentions.named_in(words, people)]))
    return note(service_request, sent.actor, sent.now, words, named)


def _to_mention(report: ServiceRequest) -> Sequence[tuple[str, Any]]:
    return [(each.code, each.name or each.code) for each in mentions.likeliest(report)]


def _start(report: ServiceRequest, sent: Sent) -> StatusChange:
    return start(report, sent.actor, sent.now)


STARTING = Act(verb="start", slug="bat-dau", do=_start, said=_l("Work has begun."))
ACKNOWLEDGING = Act(verb="acknowledge", slug="da-xem", do=_acknowledge, said=_l("Noted as read."))
NOTING = Act(
    verb="note", slug="ghi-chu", do=_note, said=_l("Note written."),
    label=_l("Internal note"), icon="note", choices=_to_mention,
    form="service_requests/answering/_note.html", key="n",
    goes_on=True,
)  # fmt: skip
