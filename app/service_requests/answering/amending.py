"""Correcting what an agency has said: its words, or within a day how it ended.

The answer stays where it was said, marked as corrected, with its old words folded under it. Where
they told something private, only the sender and officials read them on (docs/decisions/208).
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actors import Actor
from app.accounts.viewer import Viewer
from app.core import formats
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import whole
from app.core.working_days import calendar
from app.core.working_time import Calendar
from app.notifications import kinds
from app.service_requests import history, life, transition, wording
from app.service_requests.act import Act, Sent
from app.service_requests.answering.closing import check_answer
from app.service_requests.answering.replying import add_reply
from app.service_requests.answering.rights import may_amend, wrote_answer
from app.service_requests.answering.template_editing import refuse_open
from app.service_requests.clock.named_days import name_day
from app.service_requests.history import RequestPhoto, StatusChange
from app.service_requests.notices import (
    ANSWER_CORRECTED,
    FOLLOW_CLOSED,
    FOLLOW_REPLIED,
    FOLLOWERS,
    SENDER,
)
from app.service_requests.record import ServiceRequest

A_DAY = timedelta(days=1)
LATEST = 5
"""Answers that may be corrected: the newest."""
AMEND = life.REPORT.verb(
    "amend",
    life.ONCE_ACCEPTED,
    label=_l("Answer corrected"),
    facts={life.BY_AGENCY, life.WHILE_JOINED},
    told={SENDER: ANSWER_CORRECTED, FOLLOWERS: FOLLOW_REPLIED},
)
CHANGE_RESULT = life.REPORT.verb(
    "change_result",
    {life.CLOSED},
    life.CLOSED,
    facts={life.BY_AGENCY, life.ENDS_JOINED, life.OVERTAKES},
    told={SENDER: kinds.CLOSED, FOLLOWERS: FOLLOW_CLOSED},
)


def amend(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    answer: StatusChange,
    text: str,
    *,
    hides_old: bool = False,
) -> StatusChange:
    """Say ``answer`` in other words; ``hides_old``: its old ones are not for everybody."""
    transition.require(report, AMEND)
    if not text.strip():
        raise DomainError(_l("Write the answer the citizen will read."), field="text")
    if text.strip() == (answer.status_notes or "").strip():
        raise DomainError(_l("These are the words that stand there now."), field="text")
    refuse_open(text)
    details = {"corrects": answer.id, "hides_old": hides_old}
    change = transition.move(report, AMEND, actor, now, status_notes=text, details=details)
    if hides_old:
        answer.details = {**(answer.details or {}), history.HIDDEN_WORDS: True}
    add_reply(report, actor, now, text, change)
    if report.status == life.CLOSED:
        report.promise.read_at = None
    return change


def change_result(
    report: ServiceRequest,
    actor: Actor,
    now: datetime,
    calendar: Calendar,
    *,
    resolution: str,
    text: str,
    scheduled_on: date | None = None,
) -> StatusChange:
    """Put a wrong result right within a day; when it was answered stays as it was."""
    transition.require(report, CHANGE_RESULT)
    answer = _ending(report)
    if answer is None or not in_time(report, now):
        raise DomainError(_l("A result is changed within a day. Open the report again instead."))
    if resolution == report.resolution:
        raise DomainError(_l("This is the result already."), field="resolution")
    check_answer(report, resolution, text, scheduled_on, _has_proof(answer), now)
    refuse_open(text)
    answered_at, details = report.answered_at, {"corrects": answer.id}
    change = transition.end(
        report,
        CHANGE_RESULT,
        actor,
        now,
        resolution,
        text,
        scheduled_on=scheduled_on,
        details=details,
    )
    report.answered_at = report.promise.answered_at = answered_at
    report.reason = report.promise.read_at = None
    if scheduled_on is not None:
        name_day(report, now, scheduled_on, calendar)
    add_reply(report, actor, now, text, change)
    return change


def in_time(report: ServiceRequest, now: datetime) -> bool:
    """Tell whether an agency ended it less than a day ago; a joined one ends with the other."""
    ended = report.answered_at is not None and now <= report.answered_at + A_DAY
    by_agency = report.resolution in (*life.ANSWERS, life.NOT_ACCEPTED)
    return ended and by_agency and not report.is_joined


def answers_of(report: ServiceRequest) -> Sequence[StatusChange]:
    """Give what the agency said that may be corrected, as it stands now, the newest first."""
    verbs = [name for name, verb in life.REPORT.verbs.items() if life.BY_AGENCY in verb.facts]
    statement = (
        select(StatusChange)
        .where(
            StatusChange.service_request_id == report.id,
            StatusChange.verb.in_(verbs),
            StatusChange.status_notes.is_not(None),
        )
        .order_by(StatusChange.id.desc())
    )
    said = db.session.scalars(statement).all()
    gone = history.corrected(said)
    return [each for each in said if each.id not in gone][:LATEST]


def _ending(report: ServiceRequest) -> StatusChange | None:
    """Give the step that gave it the result it has."""
    statement = select(StatusChange).where(
        StatusChange.service_request_id == report.id, StatusChange.resolution.is_not(None)
    )
    return db.session.scalar(statement.order_by(StatusChange.id.desc()).limit(1))


def _has_proof(answer: StatusChange) -> bool:
    photos = select(RequestPhoto.id).where(RequestPhoto.status_change_id == answer.id)
    return db.session.scalar(photos.limit(1)) is not None


def _has_answers(report: ServiceRequest, _now: datetime) -> bool:
    return not report.is_joined and bool(answers_of(report))


def _amend(report: ServiceRequest, sent: Sent) -> StatusChange:
    if report.is_joined:
        raise DomainError(_l("It is joined under another report: correct the answer there."))
    number, said = whole(sent.form.step), answers_of(report)
    answer = next((each for each in said if each.id == number), None)
    if answer is None:
        raise DomainError(_l("Choose which answer is corrected."), field="buoc")
    _check_second_person(report, answer, sent.viewer)
    words, hides = sent.form.checked_text(), bool(sent.form.old_hidden)
    return amend(report, sent.actor, sent.now, answer, words, hides_old=hides)


def _change_result(report: ServiceRequest, sent: Sent) -> StatusChange:
    answer = _ending(report)
    if answer is not None:
        _check_second_person(report, answer, sent.viewer)
    return change_result(
        report,
        sent.actor,
        sent.now,
        calendar(),
        resolution=sent.form.resolution,
        text=sent.form.checked_text(),
        scheduled_on=sent.form.promised_day(),
    )


def _check_second_person(report: ServiceRequest, answer: StatusChange, viewer: Viewer) -> None:
    """Two people stand behind what an agency with sign-off says, corrected or not."""
    if wrote_answer(viewer, report, answer):
        raise DomainError(_l("You wrote this answer: a second lead has to correct it."))


def _to_choose(report: ServiceRequest) -> Sequence[tuple[str, Any]]:
    return [(str(each.id), _named(each)) for each in answers_of(report)]


def _named(answer: StatusChange) -> str:
    label = wording.step_label(answer.verb, answer.resolution)
    return f"{label} · {formats.moment(answer.at)}"


AMENDING = Act(
    verb="amend", slug="sua-tra-loi", do=_amend, said=_l("Corrected. The sender is told."),
    allowed=may_amend, label=_l("Correct an answer"), icon="edit", choices=_to_choose,
    has_a_point=_has_answers, form="service_requests/answering/_amend.html", is_rare=True,
)  # fmt: skip
CHANGING_RESULT = Act(
    verb="change_result", slug="sua-ket-qua", do=_change_result,
    said=_l("Result changed. The sender is told."), allowed=may_amend,
    label=_l("Change the result"), icon="edit", has_a_point=in_time,
    form="service_requests/answering/_change_result.html", is_rare=True,
)  # fmt: skip
