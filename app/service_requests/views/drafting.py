"""What becomes of an answer that waits for a lead: approved, sent back, taken back, given up."""

from collections.abc import Callable
from datetime import datetime

from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.access import access
from app.core.errors import Conflict
from app.service_requests import policies, policies_answers
from app.service_requests.actions import answers, drafting
from app.service_requests.blueprint import service_requests
from app.service_requests.models import AnswerDraft, ServiceRequest, StatusChange
from app.service_requests.models.lifecycle import SUBMIT
from app.service_requests.queries.handling import handled
from app.service_requests.views.official_acts import Act, Sent, perform

Decide = Callable[[ServiceRequest, AnswerDraft, Actor, datetime], StatusChange]


@service_requests.post("/can-bo/phan-anh/<code>/du-thao/duyet")
@access(policies_answers.may_approve, load=handled)
def approve_draft(service_request: ServiceRequest) -> ResponseReturnValue:
    """Let the answer out as it stands."""
    said = _l("Approved and published.")
    act = Act(SUBMIT, lambda it, sent: _with(it, sent, answers.approve), said)
    return perform(service_request, act)


@service_requests.post("/can-bo/phan-anh/<code>/du-thao/tra-lai")
@access(policies_answers.may_approve, load=handled)
def return_draft(service_request: ServiceRequest) -> ResponseReturnValue:
    """Send the answer back with words."""
    return perform(service_request, Act("return_draft", _send_back, _l("Sent back.")))


@service_requests.post("/can-bo/phan-anh/<code>/du-thao/rut")
@access(policies.may_handle, load=handled)
def take_back_draft(service_request: ServiceRequest) -> ResponseReturnValue:
    """Take the answer back before a lead decided."""
    act = Act(
        "take_back_draft",
        lambda it, sent: _with(it, sent, drafting.take_back),
        _l("Taken back: it is a draft again."),
    )
    return perform(service_request, act)


@service_requests.post("/can-bo/phan-anh/<code>/du-thao/bo")
@access(policies.may_handle, load=handled)
def discard_draft(service_request: ServiceRequest) -> ResponseReturnValue:
    """Give up the draft; what hung on it is deleted."""
    return perform(service_request, Act("discard_draft", _discard, _l("The draft is given up.")))


def _with(service_request: ServiceRequest, sent: Sent, decide: Decide) -> StatusChange:
    """Decide on the answer that waits; raise ``Conflict`` where none does any more."""
    draft = drafting.submitted(service_request)
    if draft is None:
        raise Conflict(_l("No answer waits for approval any more."))
    return decide(service_request, draft, sent.actor, sent.now)


def _send_back(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    words = sent.form.checked_text()
    return _with(
        service_request,
        sent,
        lambda it, draft, actor, now: drafting.send_back(it, draft, words, actor, now),
    )


def _discard(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    draft = drafting.unsent(service_request, sent.form.kind)
    if draft is None:
        raise Conflict(_l("This draft is not there any more."))
    return drafting.discard(service_request, draft, sent.actor, sent.now)
