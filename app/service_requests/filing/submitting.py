"""From a sent form to a report, once, however often the form arrives.

The photos were decoded before, without the database's write lock; here everything happens in
one transaction that the caller commits, refused or not: photos of a refused form wait under
its key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts import grants, sessions
from app.accounts.sending import REPORTS, Budget, spend
from app.accounts.viewer import Viewer
from app.core import idempotency
from app.core.db import db
from app.core.errors import DomainError, TooMany
from app.core.working_time import Calendar
from app.media import actions as media
from app.media.intake import Prepared, Refused
from app.media.kinds import PHOTO, VOICE, Kind, Row
from app.service_requests.filing import judging
from app.service_requests.filing.forms import ReportForm
from app.service_requests.filing.judging import Draft, Look
from app.service_requests.filing.queries import own_of, sent_before
from app.service_requests.filing.receiving import announce, take_in
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import SUBJECT

JUST_NOW = timedelta(minutes=10)
"""The same words, place and photos again so soon: back after the receipt, most likely."""


@dataclass(frozen=True)
class Outcome:
    """The report's code, or the draft to be shown again with this status.

    ``token`` opens the link of a guest's report; only this browser is told it. ``over``: very
    much was sent, and until when nothing more is taken.
    """

    code: str = ""
    token: str = ""
    draft: Draft | None = None
    status: int = 200
    over: TooMany | None = None


Take = Callable[[Draft, datetime, Calendar], Outcome]
"""Makes a report of a draft without errors."""


@dataclass(frozen=True)
class Way:
    """How a draft becomes a report, and how what may be the same is found before."""

    take: Take
    look: Look = judging.near
    budget: Budget | None = None


def submit(
    form: ReportForm,
    prepared: Prepared,
    viewer: Viewer,
    now: datetime,
    calendar: Calendar,
    way: Way | None = None,
) -> Outcome:
    """Take the report in, find the one that this form already made, or say what is wrong.

    ``way``: where the sender is not the viewer themselves.
    """
    way = way or Way(_own(viewer), budget=REPORTS)
    draft = judging.judge(form, viewer)
    if draft.errors or form.searches:
        return _shown_again(draft, prepared, now)
    content = form.fingerprint(prepared)
    try:
        claim = idempotency.claim(viewer.reference, form.key, content, now)
    except DomainError as refusal:
        return _under_a_new_key(draft, refusal, prepared, viewer, now)
    if claim.answer:
        prepared.drop()
        return Outcome(claim.answer, _reopened(claim.answer, viewer, now))
    _stage(draft, prepared, now)
    draft.need_content()
    if draft.errors:
        db.session.delete(claim)  # a mended form may come back under its key
        return Outcome(draft=draft, status=422)
    if draft.ask_about(_just_sent(viewer, form, content, now)) or draft.find_similar(way.look, now):
        db.session.delete(claim)  # asked once; sent again under the same key it goes through
        return Outcome(draft=draft)
    over = _spent(way.budget, now)
    if over is not None:
        db.session.delete(claim)  # later it goes through under the same key
        draft.errors.append((None, over.message))
        return Outcome(draft=draft, status=over.status, over=over)
    outcome = way.take(draft, now, calendar)
    claim.answer = outcome.code
    return outcome


def _just_sent(viewer: Viewer, form: ReportForm, content: str, now: datetime) -> str:
    """Give the code of the same report sent minutes ago; empty for none, or once it was asked."""
    if form.more:
        return ""
    return own_of(viewer, idempotency.answers_to(viewer.reference, content, now - JUST_NOW))


def keep(form: ReportForm, prepared: Prepared, viewer: Viewer, now: datetime) -> Draft:
    """Keep what a form brought that may not be acted on: its photos wait, its words are shown."""
    draft = judging.judge(form, viewer)
    _stage(draft, prepared, now)
    return draft


def _spent(budget: Budget | None, now: datetime) -> TooMany | None:
    try:
        if budget is not None:
            spend(budget, now)
    except TooMany as over:
        return over
    return None


def _shown_again(draft: Draft, prepared: Prepared, now: datetime, status: int = 422) -> Outcome:
    _stage(draft, prepared, now)
    if not draft.form.searches:
        draft.need_content()
    return Outcome(draft=draft, status=status if draft.errors else 200)


def _under_a_new_key(
    draft: Draft, refusal: DomainError, prepared: Prepared, viewer: Viewer, now: datetime
) -> Outcome:
    """The key was used for other content, or is none: the same words may go under a new one."""
    draft.form = draft.form.again(judging.sender_of(viewer))
    draft.errors.append((None, refusal.message))
    return _shown_again(draft, prepared, now, status=refusal.status)


def _own(viewer: Viewer) -> Take:
    """Make the viewer's own report; a guest gets a link to it."""

    def take(draft: Draft, now: datetime, calendar: Calendar) -> Outcome:
        actor, new = viewer.actor(), draft.new_report(now)
        service_request = take_in(new, actor=actor, citizen=viewer.user, now=now, calendar=calendar)
        token = "" if viewer.user else _link(service_request, now)
        announce(service_request, actor, now)
        return Outcome(service_request.code, token)

    return take


def _stage(draft: Draft, prepared: Prepared, now: datetime) -> None:
    """Let photos and voice wait under the form's key; what cannot be taken becomes an error."""
    key = draft.form.key
    if not idempotency.MIN_KEY <= len(key) <= idempotency.MAX_KEY:
        prepared.drop()
        return
    media.remove_staged(key, draft.form.removed)
    draft.photos = _stage_kind(PHOTO, draft, prepared, now)
    draft.recordings = _stage_kind(VOICE, draft, prepared, now)


def _stage_kind(kind: Kind[Row], draft: Draft, prepared: Prepared, now: datetime) -> list[Row]:
    try:
        return media.stage(kind, prepared, draft.form.key, now)
    except Refused as refused:
        draft.errors.append((kind.field, refused.message))
        return media.staged(kind, draft.form.key)


def _link(service_request: ServiceRequest, now: datetime) -> str:
    return grants.make(sessions.ensure(now), SUBJECT, service_request.id, now)[1]


def _reopened(code: str, viewer: Viewer, now: datetime) -> str:
    """Let a guest whose first answer got lost hold the report: the form's key is the proof."""
    found = sent_before(code)
    if viewer.user or found is None or found.id in viewer.subjects(SUBJECT):
        return ""
    return _link(found, now)
