"""An agency's answer goes out, or to a lead first. The one place that decides which.

The report's page and the list of several both call ``publish_or_submit``.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit
from app.core.errors import DomainError, InvalidTransition
from app.core.working_days import calendar
from app.service_requests import history
from app.service_requests.answering import closing, draft_notices, refusing, replying, signing
from app.service_requests.answering.generic_answers import says_something
from app.service_requests.answering.rights import needs_approval, wrote
from app.service_requests.answering.template_editing import refuse_open
from app.service_requests.catalogue.models import Reason
from app.service_requests.enclosures import attaching
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import AnswerDraft

CONFIRM = "anyway"
"""The field with which somebody says that an answer goes out as it is."""
OWN = _l("You wrote this answer. Somebody else approves it.")


class SaysNothing(DomainError):
    """The answer could stand under any report: asked once, then it goes."""

    confirm = CONFIRM

    def __init__(self) -> None:
        super().__init__(_l("This answer is still general. Send it all the same?"), field="text")


@dataclass(frozen=True)
class Answer:
    """What an agency says: ``verb`` is reply, close or refuse.

    ``encloses``: a photo, voice or document comes along; ``has_proof``: a photo. ``removed``:
    codes of what a draft carried and is left out now. ``insisted``: it goes out though general.
    """

    verb: str
    text: str
    resolution: str = ""
    scheduled_on: date | None = None
    reason: Reason | None = None
    has_proof: bool = False
    encloses: bool = False
    removed: tuple[str, ...] = ()
    insisted: bool = False


def publish_or_submit(
    service_request: ServiceRequest, answer: Answer, actor: Actor, now: datetime
) -> StatusChange:
    """Let the answer out, or lay it before a second person; give the step.

    Raises ``DomainError`` where the answer is not whole, ``SaysNothing`` where it is general.
    """
    known = signing.unsent(service_request, answer.verb)
    if known is not None:
        attaching.erase_some(known.status_change_id, answer.removed)
        answer = _with_kept(answer, known)
    _check(service_request, answer, actor, now)
    if needs_approval(service_request):
        return signing.submit(service_request, _written(answer, known), actor, now)
    change = publish(service_request, answer, actor, now)
    if known is not None:
        known.state, known.decided_at = AnswerDraft.PUBLISHED, now
        attaching.move(known.status_change_id, change)
    return change


def approve(
    service_request: ServiceRequest, draft: AnswerDraft, actor: Actor, now: datetime
) -> StatusChange:
    """Let a submitted answer out; raise where the report no longer allows it: the draft stays.

    Raises:
        DomainError: whoever wrote it approves it. Sign-off is two people, by whatever right.
    """
    if wrote(actor.user_id, service_request, draft):
        raise DomainError(OWN)
    kept = attaching.of_step(draft.status_change_id)
    proof = any(isinstance(link, history.RequestPhoto) for link in kept)
    signing.settle(service_request, draft, now)
    change = publish(service_request, _answer_of(draft, proof), actor, now)
    change.details = {"draft": draft.id, "author": draft.author_id}
    attaching.move(draft.status_change_id, change)
    signing.record("publish", service_request, draft, actor, now)
    draft_notices.tell_author(draft_notices.PUBLISHED, service_request, draft, change, now)
    return change


def publish(
    service_request: ServiceRequest, answer: Answer, actor: Actor, now: datetime
) -> StatusChange:
    if answer.verb == "reply":
        return replying.reply(service_request, actor, now, answer.text)
    if answer.verb == "refuse":
        if answer.reason is None:
            raise DomainError(_l("Choose a reason from the list."), field="reason")
        return refusing.refuse(
            service_request, actor, now, reason=answer.reason, text=answer.text or None
        )
    return closing.close(
        service_request,
        actor,
        now,
        resolution=answer.resolution,
        text=answer.text,
        calendar=calendar(),
        scheduled_on=answer.scheduled_on,
        has_proof=answer.has_proof,
    )


def _check(service_request: ServiceRequest, answer: Answer, actor: Actor, now: datetime) -> None:
    """Refuse what could not go out anyway, before anybody has to approve it."""
    if not service_request.may(answer.verb):
        raise InvalidTransition(answer.verb, service_request.status)
    refuse_open(answer.text)
    if answer.verb == "refuse":
        if answer.reason is None:
            raise DomainError(_l("Choose a reason from the list."), field="reason")
        return
    if not answer.text.strip():
        raise DomainError(_l("Write the answer the citizen will read."), field="text")
    if answer.verb == "close":
        closing.check_answer(
            service_request,
            answer.resolution,
            answer.text,
            answer.scheduled_on,
            answer.has_proof,
            now,
        )
    _ask_if_general(service_request, answer, actor, now)


def _ask_if_general(
    service_request: ServiceRequest, answer: Answer, actor: Actor, now: datetime
) -> None:
    if answer.encloses or says_something(answer.text, service_request):
        return
    if not answer.insisted:
        raise SaysNothing
    subject = f"service_request:{service_request.id}"
    audit.record(actor.reference, "answer.sent_though_general", subject, now=now)


def _with_kept(answer: Answer, known: AnswerDraft) -> Answer:
    """Count what the draft carries already."""
    kept = attaching.of_step(known.status_change_id)
    photos = any(isinstance(link, history.RequestPhoto) for link in kept)
    return replace(
        answer,
        has_proof=answer.has_proof or photos,
        encloses=answer.encloses or bool(kept),
    )


def _written(answer: Answer, known: AnswerDraft | None) -> AnswerDraft:
    draft = known or AnswerDraft()
    draft.verb, draft.text, draft.resolution = answer.verb, answer.text, answer.resolution
    draft.scheduled_on, draft.reason = answer.scheduled_on, answer.reason
    return draft


def _answer_of(draft: AnswerDraft, has_proof: bool) -> Answer:
    return Answer(
        draft.verb, draft.text, draft.resolution, draft.scheduled_on, draft.reason, has_proof
    )
