"""An answer on its way to a lead: submitted, sent back, taken back, given up, overtaken.

Nothing here is seen by the citizen. Whoever decides first decides: the report's version tells
the second that it changed.
"""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actors import Actor
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict
from app.core.lifecycle import Verb
from app.service_requests import life, transition
from app.service_requests.answering import draft_notices
from app.service_requests.enclosures import attaching
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import AnswerDraft, Note

SUBMIT_DRAFT = life.REPORT.verb(
    "submit_draft",
    life.STATUSES,
    label=_l("Submitted for approval"),
    visibility=life.INTERNAL_STEP,
    facts={life.DRAFTED, life.SAYS_NOTHING},
)
RETURN_DRAFT = life.REPORT.verb(
    "return_draft",
    life.STATUSES,
    label=_l("Draft sent back"),
    visibility=life.INTERNAL_STEP,
    facts={life.SAYS_NOTHING},
)
TAKE_BACK_DRAFT = life.REPORT.verb(
    "take_back_draft",
    life.STATUSES,
    label=_l("Draft taken back"),
    visibility=life.INTERNAL_STEP,
    facts={life.SAYS_NOTHING},
)
DISCARD_DRAFT = life.REPORT.verb(
    "discard_draft",
    life.STATUSES,
    label=_l("Draft given up"),
    visibility=life.INTERNAL_STEP,
    facts={life.SAYS_NOTHING},
)


def submit_draft(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Lay an answer before a lead; from now on its waiting is watched."""
    report.approval_asked_at = now
    return transition.move(report, SUBMIT_DRAFT, actor, now)


def return_draft(report: ServiceRequest, actor: Actor, now: datetime, words: str) -> StatusChange:
    """Send it back to whoever wrote it, with words that only officials read."""
    change = _decided(report, RETURN_DRAFT, actor, now)
    note = Note(service_request_id=report.id, at=now, author_id=actor.user_id, text=words)
    note.status_change_id = change.id
    db.session.add(note)
    return change


def take_back_draft(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    """Take it back before a lead has decided."""
    return _decided(report, TAKE_BACK_DRAFT, actor, now)


def discard_draft(report: ServiceRequest, actor: Actor, now: datetime) -> StatusChange:
    return _decided(report, DISCARD_DRAFT, actor, now)


def _decided(report: ServiceRequest, verb: Verb, actor: Actor, now: datetime) -> StatusChange:
    report.approval_asked_at = None
    return transition.move(report, verb, actor, now)


def unsent(service_request: ServiceRequest, verb: str) -> AnswerDraft | None:
    """Give the answer of that kind that was sent back or taken back, to be gone on with."""
    return next((each for each in _live(service_request, AnswerDraft.DRAFT) if each.verb == verb),
                None)  # fmt: skip


def submitted(service_request: ServiceRequest) -> AnswerDraft | None:
    """Give the answer that waits for a lead: one at a time."""
    return next(iter(_live(service_request, AnswerDraft.SUBMITTED)), None)


def submit(
    service_request: ServiceRequest, draft: AnswerDraft, actor: Actor, now: datetime
) -> StatusChange:
    """Lay a new or mended answer before a lead, with all that hangs on it, and tell the leads."""
    if submitted(service_request) is not None:
        raise Conflict(_l("An answer to this report already waits for approval. Take it back."))
    change = submit_draft(service_request, actor, now)
    change.details = {"verb": draft.verb}
    attaching.move(draft.status_change_id, change)
    draft.service_request_id, draft.agency_id = service_request.id, service_request.agency_id or 0
    draft.author_id, draft.status_change_id = actor.user_id, change.id
    draft.state, draft.submitted_at = AnswerDraft.SUBMITTED, now
    draft.words = draft.decided_at = None
    db.session.add(draft)
    db.session.flush()
    record("submit", service_request, draft, actor, now)
    draft_notices.ask_leads(service_request, change, now)
    return change


def send_back(
    service_request: ServiceRequest, draft: AnswerDraft, words: str, actor: Actor, now: datetime
) -> StatusChange:
    """Return it to whoever wrote it, with words."""
    transition.require_words(words, _l("Write what is to be changed."), "text")
    draft.state, draft.decided_at, draft.words = AnswerDraft.DRAFT, now, words
    change = return_draft(service_request, actor, now, words)
    record("return", service_request, draft, actor, now)
    draft_notices.tell_author(draft_notices.RETURNED, service_request, draft, change, now)
    return change


def take_back(
    service_request: ServiceRequest, draft: AnswerDraft, actor: Actor, now: datetime
) -> StatusChange:
    """Take it back before a lead decided; it can be mended and submitted again."""
    draft.state = AnswerDraft.DRAFT
    record("take_back", service_request, draft, actor, now)
    return take_back_draft(service_request, actor, now)


def discard(
    service_request: ServiceRequest, draft: AnswerDraft, actor: Actor, now: datetime
) -> StatusChange:
    """Give up an answer that does not wait for anybody; what hung on it is deleted."""
    for link in attaching.of_step(draft.status_change_id):
        attaching.erase(link)
    draft.state, draft.decided_at = AnswerDraft.DISCARDED, now
    record("discard", service_request, draft, actor, now)
    return discard_draft(service_request, actor, now)


def settle(service_request: ServiceRequest, draft: AnswerDraft, now: datetime) -> None:
    """Write down that a lead let it out."""
    draft.state, draft.decided_at = AnswerDraft.PUBLISHED, now
    service_request.approval_asked_at = None


def record(
    verb: str, service_request: ServiceRequest, draft: AnswerDraft, actor: Actor, now: datetime
) -> None:
    """Add the audit row of one step of a draft."""
    after = {"draft": draft.id, "verb": draft.verb, "state": draft.state}
    subject = f"service_request:{service_request.id}"
    audit.record(actor.reference, f"draft.{verb}", subject, now=now, after=after)


def overtaken(
    service_request: ServiceRequest, change: StatusChange, actor: Actor, now: datetime
) -> None:
    """Make a submitted answer a draft again where the step leaves it behind; its words are kept."""
    left = life.REPORT.has(change.verb, life.OVERTAKES) or "from_agency" in (change.details or {})
    if not left or service_request.approval_asked_at is None:
        return
    service_request.approval_asked_at = None
    service_request.watch(now)
    waiting = select(AnswerDraft).where(
        AnswerDraft.service_request_id == service_request.id,
        AnswerDraft.state == AnswerDraft.SUBMITTED,
    )
    for draft in db.session.scalars(waiting):
        draft.state = AnswerDraft.DRAFT
        record("overtaken", service_request, draft, actor, now)
        draft_notices.tell_author(draft_notices.OVERTAKEN, service_request, draft, change, now)


def _live(service_request: ServiceRequest, state: str) -> list[AnswerDraft]:
    """Give the drafts in a state that speak for the agency that has the report now."""
    mine = service_request.agency_id
    return [each for each in service_request.drafts if each.state == state
            and each.agency_id == mine]  # fmt: skip
