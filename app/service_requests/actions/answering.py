"""What the sender's words, photos or tap mean: an answer to a question, or an addition."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.errors import DomainError
from app.core.working_days import calendar
from app.service_requests.forms import WordsForm
from app.service_requests.models import ServiceRequest, StatusChange, citizen_verbs, clock_verbs
from app.service_requests.models import lifecycle as life

DONE, NOT_DONE = "done", "not-done"


def said(
    service_request: ServiceRequest, form: WordsForm, actor: Actor, now: datetime
) -> StatusChange:
    """Answer what is being asked of the sender, or add to the report; give the step.

    Raises ``DomainError`` for a tap to a question that is no longer open.
    """
    words = form.words or None
    if service_request.status == life.AWAITING_CITIZEN:
        return clock_verbs.respond(service_request, actor, now, calendar(), words, form.answer)
    if clock_verbs.asked_whether_done(service_request) is not None:
        if form.answer == DONE:
            return clock_verbs.confirm(service_request, actor, now, words)
        if form.answer == NOT_DONE:
            return clock_verbs.deny(service_request, actor, now, words)
    if form.answer:
        raise DomainError(_l("This question is no longer open. You can still add words or photos."))
    return citizen_verbs.add(service_request, actor, now, words)
