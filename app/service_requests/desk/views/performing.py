"""How every act of an official runs: once, on the version that was seen, nothing typed lost."""

from dataclasses import replace
from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.core import clock, codes, idempotency
from app.core.access import current_viewer
from app.core.db import READING, commit_and_go_on, db
from app.core.error_pages import wants_json
from app.core.errors import Conflict, DomainError, InvalidTransition, StaleVersion
from app.core.htmx import go, htmx
from app.core.receipts import receipt, refusal
from app.media import actions as media
from app.media.intake import Refused
from app.media.kinds import PAPER, PHOTO, VOICE
from app.media.models import Paper
from app.service_requests.act import Act, Sent
from app.service_requests.act_form import ActForm
from app.service_requests.answering.prefilling import ready_form
from app.service_requests.answering.signing import SUBMIT_DRAFT
from app.service_requests.desk import going_on
from app.service_requests.desk.page import Open, show
from app.service_requests.desk.reasons import explained
from app.service_requests.enclosures import attaching
from app.service_requests.enclosures.forms import details
from app.service_requests.history import StatusChange
from app.service_requests.loading import handled
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import official


def perform(service_request: ServiceRequest, act: Act) -> ResponseReturnValue:
    """Show the act's form (GET), or do it (POST) and show what became of the report."""
    if request.method in READING:
        if not service_request.may(act.verb):
            over = explained(service_request, InvalidTransition(act.verb, service_request.status))
            form = ActForm.blank(service_request.version)
            return show(service_request, Open(act.verb, form, over)), over.status
        form = ready_form(service_request, act.verb, request.args.get("mau", ""))
        return show(service_request, Open(act.verb, form))
    return _try(service_request, act, ActForm.read())


def _try(service_request: ServiceRequest, act: Act, form: ActForm) -> ResponseReturnValue:
    code = service_request.code
    came_from = going_on.opened(current_viewer(), service_request) if act.goes_on else None
    following = came_from.behind(service_request) if came_from else None
    try:
        if act.takes_photos:
            service_request = take_photos(code, form)
        change = do_once(service_request, act, form)
        said = said_of(service_request, act, change)
    except DomainError as error:
        db.session.rollback()
        return refused(code, act.verb, form, error)
    number = service_request.id
    db.session.commit()
    if came_from is not None and not came_from.holds(number):
        return _go_on(code, said, came_from, following)
    return _done(code, said)


def _go_on(
    code: str, said: Any, came_from: going_on.Opened, following: str | None
) -> ResponseReturnValue:
    """Go on to the next report of the list, which this one has left; to the list at its end."""
    ahead = following or came_from.first()
    if ahead is None:
        flash(_l("%(said)s That was the last of this list.", said=said), "ok")
        url = came_from.url
    else:
        flash(_l("%(said)s Here is the next one.", said=said), "ok")
        url = url_for("service_requests.handle", code=ahead)
    return receipt(code, url) if wants_json() else go(url)


def said_of(service_request: ServiceRequest, act: Act, change: StatusChange | None) -> Any:
    """Give what is said of an act that was done: an answer may have gone to a lead first.

    ``change`` is None where this very form was taken before.
    """
    waits = service_request.approval_asked_at is not None and act.is_signed
    went = change.verb == SUBMIT_DRAFT.name if change is not None else waits
    return _l("Submitted for approval.") if went else act.said


def do_once(service_request: ServiceRequest, act: Act, form: ActForm) -> StatusChange | None:
    """Do the act unless this very form was taken before; raise ``DomainError`` where it may not.

    Gives the step, None where it was taken before. The caller commits.
    """
    viewer, now = current_viewer(), clock.now()
    enclosed = media.waiting(form.key) if act.takes_photos else []
    digests = [str(each.upload_digest) for each in enclosed]
    content = form.fingerprint(f"{service_request.code}:{act.verb}", digests)
    taken = idempotency.claim(viewer.reference, form.key, content, now)
    if taken.answer is not None:
        for each in enclosed:
            media.erase(each)
        return None
    service_request.check_version(form.seen_version)
    paper = details(form) if any(isinstance(each, Paper) for each in enclosed) else None
    actor = official(viewer, service_request)
    change = act.do(service_request, Sent(form, actor, now, enclosed, viewer))
    attaching.attach(service_request, enclosed, change, paper)
    taken.answer = service_request.code
    return change


def refused(code: str, verb: str, form: ActForm, error: DomainError) -> ResponseReturnValue:
    """Show the report as it is now with the form as it was typed, and what to do."""
    service_request = _again(code)
    if isinstance(error, InvalidTransition):
        error = explained(service_request, error)
    if wants_json():
        return refusal(error.status, [error.message], getattr(error, "confirm", ""))
    form = replace(form, version=str(service_request.version))
    if isinstance(error, Conflict) and not isinstance(error, StaleVersion | InvalidTransition):
        form = _under_a_new_key(form)
    return show(service_request, Open(verb, form, error)), error.status


def take_photos(code: str, form: ActForm) -> ServiceRequest:
    """Let photos and voice wait under the form's key; no lock is held while they are decoded.

    Commits, and gives the report read anew.
    """
    if len(form.key) < idempotency.MIN_KEY:
        raise DomainError(_l("This form is incomplete. Please open it again and send once more."))
    media.remove_staged(form.key, form.removed)
    commit_and_go_on()
    uploads = {PHOTO: form.files, VOICE: form.voices, PAPER: form.papers}
    prepared = media.prepare(uploads)
    try:
        media.stage_all(uploads, prepared, form.key, clock.now())
    except Refused:
        commit_and_go_on()
        raise
    commit_and_go_on()
    return _again(code)


def _again(code: str) -> ServiceRequest:
    found = handled(current_viewer(), code)
    if found is None:
        abort(404)
    return found


def _under_a_new_key(form: ActForm) -> ActForm:
    key, now = codes.random_token(), clock.now()
    for each in media.waiting(form.key):
        each.hold(key, now)
    db.session.commit()
    return replace(form, key=key)


def _done(code: str, said: Any) -> ResponseReturnValue:
    """Show the report anew; whoever just handed it out of sight goes back to the desk."""
    service_request = handled(current_viewer(), code)
    if wants_json():
        return receipt(code, url_for(".handle", code=code))
    if service_request is None:
        flash(said, "ok")
        return go(url_for("desk.index"))
    if htmx.partial:
        return show(service_request, Open(said=said), "service_requests/desk/_after_act.html")
    flash(said, "ok")
    return go(url_for("service_requests.handle", code=code))
