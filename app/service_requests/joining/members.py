"""Reports about one matter: one leads, the others wait under it and close with it.

Each keeps its code, its sender, its time line and its promise. Joining hides no lateness: the
main report takes over the earliest promise of the group, and gives it back when that one leaves.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actors import Actor
from app.core.db import db
from app.core.errors import DomainError
from app.core.lifecycle import Verb
from app.notifications import kinds
from app.service_requests import life, transition
from app.service_requests.history import HIDDEN_WORDS, StatusChange
from app.service_requests.notices import (
    FOLLOW_CLOSED,
    FOLLOW_REPLIED,
    FOLLOWERS,
    JOINED,
    SENDER,
    SPLIT_OFF,
)
from app.service_requests.record import ServiceRequest

JOIN = life.REPORT.verb(
    "join",
    life.UNANSWERED,
    label=_l("Joined with a report of the same matter"),
    visibility=life.CITIZEN_STEP,
    facts={life.OVERTAKES},
    told={SENDER: JOINED},
)
SPLIT = life.REPORT.verb(
    "split",
    life.STATUSES,
    label=_l("Handled on its own again"),
    visibility=life.CITIZEN_STEP,
    facts={life.WHILE_JOINED},
    told={SENDER: SPLIT_OFF},
)
GATHER = life.REPORT.verb(
    "gather",
    life.OPEN,
    label=_l("Another report was joined under it"),
    visibility=life.INTERNAL_STEP,
)
RELEASE = life.REPORT.verb(
    "release",
    life.STATUSES,
    label=_l("A joined report was split off"),
    visibility=life.INTERNAL_STEP,
)
FOLLOW_MAIN = life.REPORT.verb(
    "follow_main",
    life.OPEN,
    life.CLOSED,
    visibility=life.CITIZEN_STEP,
    facts={life.WHILE_JOINED, life.BY_AGENCY},
    told={SENDER: kinds.CLOSED, FOLLOWERS: FOLLOW_CLOSED},
)
HEAR_MAIN = life.REPORT.verb(
    "hear_main",
    life.STATUSES,
    label=_l("Replied"),
    label_inside=_l("Reply to the main report, passed on"),
    visibility=life.CITIZEN_STEP,
    facts={life.WHILE_JOINED, life.BY_AGENCY},
    told={SENDER: kinds.REPLIED, FOLLOWERS: FOLLOW_REPLIED},
)


def join(report: ServiceRequest, actor: Actor, now: datetime, main: ServiceRequest) -> StatusChange:
    """Put it under ``main``: off the desk and off the chain, until that one is answered.

    Raises ``DomainError`` where the two may not be one matter.
    """
    transition.require(report, JOIN)
    _check_main(report, main)
    if main.accepted_at is not None:
        _count_as_accepted(report, now)
    change = transition.move(report, JOIN, actor, now, details={"main": main.code})
    report.main_id = main.id
    report.watch(now)
    return change


def gather(
    report: ServiceRequest, actor: Actor, now: datetime, joined: Sequence[ServiceRequest], code: str
) -> StatusChange:
    """Lead ``joined`` from now on, ``code`` the new one: the earliest promise counts."""
    return _lead(report, GATHER, actor, now, joined, code)


def release(
    report: ServiceRequest, actor: Actor, now: datetime, joined: Sequence[ServiceRequest], code: str
) -> StatusChange:
    """Lead ``code`` no more: its promise goes with it, that of ``joined`` still counts."""
    return _lead(report, RELEASE, actor, now, joined, code)


def _lead(
    report: ServiceRequest,
    verb: Verb,
    actor: Actor,
    now: datetime,
    joined: Sequence[ServiceRequest],
    code: str,
) -> StatusChange:
    before = report.answer_by
    _take_earliest(report, joined)
    after = report.answer_by.isoformat()
    details = {"joined": code, "before": before.isoformat(), "after": after}
    return transition.move(report, verb, actor, now, details=details)


def split(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Take it out again, with everything as it was: status, promise, its place in the chain."""
    main_id, report.main_id = report.main_id, None
    if main_id is None:
        raise DomainError(_l("This report is not joined under another one."))
    status = report.joined_status
    if status is not None:
        report.resolution = report.promise.resolution = report.reason = None
        report.scheduled_on = report.answered_at = report.promise.answered_at = None
        report.joined_status = None
    change = transition.move(report, SPLIT, actor, now, details={"main_id": main_id})
    if status is not None:
        report.status = change.to_status = status
    report.watch(now)
    return change


def leave(report: ServiceRequest, now: datetime) -> None:
    """Stand alone after its own sender reopened or withdrew it, or it was sealed."""
    report.main_id = report.joined_status = None
    report.watch(now)


def follow_main(
    report: ServiceRequest, actor: Actor, now: datetime, main: ServiceRequest, change: StatusChange
) -> StatusChange:
    """End it with the main report, by that one's words; its own promise is counted."""
    transition.require(report, FOLLOW_MAIN)
    before = report.status
    said: dict[str, Any] = {
        "scheduled_on": change.scheduled_on,
        "reason_id": change.reason_id,
        "details": {"main": main.code},
    }
    report.reason = main.reason
    _count_as_accepted(report, now)
    resolution = change.resolution or life.EXPLAINED
    step = transition.end(report, FOLLOW_MAIN, actor, now, resolution, change.status_notes, **said)
    report.joined_status = before
    return step


def hear_main(
    report: ServiceRequest, actor: Actor, now: datetime, main: ServiceRequest, change: StatusChange
) -> StatusChange:
    """Pass the main report's reply on to this one's sender.

    Where this one ended with it before, a later result of the main report is its result too.
    """
    if not report.is_open and change.resolution:
        report.resolution, report.scheduled_on = change.resolution, change.scheduled_on
    details = {"main": main.code, **_corrects(report, change)}
    return transition.move(
        report, HEAR_MAIN, actor, now, status_notes=change.status_notes, details=details
    )


def _corrects(report: ServiceRequest, change: StatusChange) -> dict[str, Any]:
    """Give which of this one's answers a correction of the main report's puts right."""
    told = change.details or {}
    said = db.session.get(StatusChange, told["corrects"]) if told.get("corrects") else None
    if said is None:
        return {}
    heard = select(StatusChange).where(
        StatusChange.service_request_id == report.id,
        StatusChange.verb.in_((FOLLOW_MAIN.name, HEAR_MAIN.name)),
        StatusChange.status_notes == said.status_notes,
    )
    known = db.session.scalar(heard.order_by(StatusChange.id.desc()).limit(1))
    if known is None:
        return {}
    if told.get("hides_old"):
        known.details = {**(known.details or {}), HIDDEN_WORDS: True}
    return {"corrects": known.id}


def hear_acceptance(report: ServiceRequest, now: datetime) -> None:
    """Count the main report's acceptance as the answer to its own."""
    _count_as_accepted(report, now)


def _check_main(report: ServiceRequest, main: ServiceRequest) -> None:
    if main.id == report.id:
        raise DomainError(_l("A report cannot be joined under itself."), field="leader")
    if main.is_joined or not main.is_open:
        raise DomainError(
            _l("The main report must be open and not joined under another."), field="leader"
        )
    if not (report.is_listed and main.is_listed):
        raise DomainError(
            _l("Private and sealed reports are not joined with others."), field="leader"
        )


def _count_as_accepted(report: ServiceRequest, now: datetime) -> None:
    if report.promise.accepted_at is None:
        report.promise.accepted_at = now


def _take_earliest(report: ServiceRequest, joined: Sequence[ServiceRequest]) -> dict[str, str]:
    """Promise the earliest of the group; give the answer's time before and after."""
    promise, before = report.promise, report.answer_by
    own_answer = promise.own_answer_by or promise.answer_by
    own_accept = promise.own_accept_by or promise.accept_by
    answer = min([own_answer, *(each.answer_by for each in joined)])
    accept = min([own_accept, *(each.accept_by for each in joined)])
    promise.own_answer_by, promise.own_accept_by = own_answer, own_accept
    report.answer_by = promise.answer_by = answer
    report.accept_by = promise.accept_by = accept
    return {"before": before.isoformat(), "after": answer.isoformat()}
