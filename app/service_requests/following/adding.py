"""What the sender's words, photos or tap mean: an answer to a question, or an addition."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.errors import DomainError
from app.core.working_days import calendar
from app.service_requests import life, transition
from app.service_requests.clock import asking, named_days
from app.service_requests.following.forms import WordsForm
from app.service_requests.history import StatusChange
from app.service_requests.notices import HANDLERS, SPOKE
from app.service_requests.record import ServiceRequest

ADD = life.REPORT.verb(
    "add",
    life.STATUSES,
    label=_l("Added by the sender"),
    visibility=life.CITIZEN_STEP,
    facts={life.WHILE_JOINED, life.SPOKEN, life.NEW_WORDS},
    told={HANDLERS: SPOKE},
)


def add(report: ServiceRequest, actor: Actor, now: datetime, text: str | None) -> StatusChange:
    """Let the citizen add words or photos."""
    return transition.move(report, ADD, actor, now, status_notes=text)


DONE, NOT_DONE = "done", "not-done"


def question_of(service_request: ServiceRequest) -> str:
    """Give what tells the question that is open from one before: a tap means nothing alone."""
    pause = service_request.pause
    return f"{service_request.promise.number}.{pause.id if pause is not None else 0}"


def said(
    service_request: ServiceRequest, form: WordsForm, actor: Actor, now: datetime
) -> StatusChange:
    """Answer what is being asked of the sender, or add to the report; give the step.

    Raises ``DomainError`` for a tap to a question that is no longer open.
    """
    words = form.words or None
    if form.answer and form.asked not in ("", question_of(service_request)):
        raise DomainError(_l("The agency asks something else now. Read the question again."))
    if service_request.status == life.AWAITING_CITIZEN:
        return asking.respond(service_request, actor, now, calendar(), words, form.answer)
    if named_days.asked_whether_done(service_request) is not None:
        if form.answer == DONE:
            return named_days.confirm(service_request, actor, now, words)
        if form.answer == NOT_DONE:
            return named_days.deny(service_request, actor, now, words)
    if form.answer:
        raise DomainError(_l("This question is no longer open. You can still add words or photos."))
    return add(service_request, actor, now, words)
