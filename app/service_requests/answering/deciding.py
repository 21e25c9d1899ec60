"""A lead's word on an answer that waits, as acts of the desk."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.errors import Conflict
from app.service_requests.act import Act, Sent
from app.service_requests.answering import answers, signing
from app.service_requests.answering.rights import may_approve
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import AnswerDraft

Decide = Callable[[ServiceRequest, AnswerDraft, Actor, datetime], StatusChange]


def _with(service_request: ServiceRequest, sent: Sent, decide: Decide) -> StatusChange:
    """Decide on the answer that waits; raise ``Conflict`` where none does any more."""
    draft = signing.submitted(service_request)
    if draft is None:
        raise Conflict(_l("No answer waits for approval any more."))
    return decide(service_request, draft, sent.actor, sent.now)


def _send_back(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    words = sent.form.checked_text()
    return _with(
        service_request,
        sent,
        lambda it, draft, actor, now: signing.send_back(it, draft, words, actor, now),
    )


def _discard(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    draft = signing.unsent(service_request, sent.form.kind)
    if draft is None:
        raise Conflict(_l("This draft is not there any more."))
    return signing.discard(service_request, draft, sent.actor, sent.now)


def _approve(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return _with(service_request, sent, answers.approve)


def _take_back(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return _with(service_request, sent, signing.take_back)


APPROVING = Act(
    verb=signing.SUBMIT_DRAFT.name, slug="du-thao/duyet", name="approve_draft", do=_approve,
    said=_l("Approved and published."), allowed=may_approve,
    goes_on=True,
)  # fmt: skip
RETURNING = Act(
    verb="return_draft", slug="du-thao/tra-lai", do=_send_back, said=_l("Sent back."),
    allowed=may_approve,
    goes_on=True,
)  # fmt: skip
TAKING_BACK = Act(
    verb="take_back_draft", slug="du-thao/rut", do=_take_back,
    said=_l("Taken back: it is a draft again.")
)  # fmt: skip
DISCARDING = Act(
    verb="discard_draft", slug="du-thao/bo", do=_discard, said=_l("The draft is given up.")
)  # fmt: skip
