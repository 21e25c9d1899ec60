"""How every act of an official runs: once, on the version that was seen, nothing typed lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import clock, codes, idempotency
from app.core.access import current_viewer
from app.core.db import READING, db
from app.core.error_pages import wants_json
from app.core.errors import Conflict, DomainError, InvalidTransition, StaleVersion
from app.core.htmx import go, htmx
from app.core.receipts import receipt, refusal
from app.media import actions as media
from app.media import voice
from app.media.intake import PhotosRefused
from app.media.models import Photo
from app.media.voice import VoiceRefused
from app.media.voice_models import Recording
from app.service_requests import acting, placeholders
from app.service_requests.actions.receive import attach_photos, attach_recordings
from app.service_requests.forms_official import ActForm
from app.service_requests.models import RequestPhoto, ServiceRequest, StatusChange
from app.service_requests.queries.handling import handled
from app.service_requests.queries.templates import fits, template_by_code
from app.service_requests.views.official_page import ANSWERS, Open, show


@dataclass(frozen=True)
class Sent:
    """What an act is done with."""

    form: ActForm
    actor: Actor
    now: datetime
    photos: Sequence[Photo]
    recordings: Sequence[Recording] = ()


@dataclass(frozen=True)
class Act:
    """One thing an official may do; ``verb`` is its name in the table of transitions."""

    verb: str
    do: Callable[[ServiceRequest, Sent], StatusChange]
    said: Any
    takes_photos: bool = False


def perform(service_request: ServiceRequest, act: Act) -> ResponseReturnValue:
    """Show the act's form (GET), or do it (POST) and show what became of the report."""
    if request.method in READING:
        if not service_request.may(act.verb):
            over = InvalidTransition(act.verb, service_request.status)
            return show(service_request, Open(act.verb, ActForm(), over)), over.status
        ready = prefilled(service_request, act.verb)
        form = ActForm.blank(service_request.version, **ready)
        return show(service_request, Open(act.verb, form))
    return _try(service_request, act, ActForm.read(request))


def prefilled(service_request: ServiceRequest, verb: str) -> dict[str, Any]:
    """Give what the answer kept ready that was tapped (``mau``) puts into the form."""
    code = request.args.get("mau", "")
    template = template_by_code(current_viewer(), code) if code and verb in ANSWERS else None
    if template is None or not fits(template, service_request):
        return {}
    return {
        "text": placeholders.fill(template.body, service_request),
        "resolution": template.resolution,
    }


def _try(service_request: ServiceRequest, act: Act, form: ActForm) -> ResponseReturnValue:
    code = service_request.code
    try:
        if act.takes_photos:
            service_request = take_photos(code, form)
        do_once(service_request, act, form)
    except DomainError as error:
        db.session.rollback()
        return refused(code, act.verb, form, error)
    db.session.commit()
    return _done(code, act)


def do_once(service_request: ServiceRequest, act: Act, form: ActForm) -> None:
    """Do the act unless this very form was taken before; raise ``DomainError`` where it may not.

    The caller commits.
    """
    viewer, now = current_viewer(), clock.now()
    photos = media.staged(form.key) if act.takes_photos else []
    recordings = voice.staged(form.key) if act.takes_photos else []
    digests = [each.upload_digest for each in photos] + [each.upload_digest for each in recordings]
    content = form.fingerprint(f"{service_request.code}:{act.verb}", map(str, digests))
    taken = idempotency.claim(viewer.reference, form.key, content, now)
    if taken.answer is None:
        service_request.check_version(form.seen_version)
        sent = Sent(form, acting.official(viewer, service_request), now, photos, recordings)
        change = act.do(service_request, sent)
        attach_photos(service_request, photos, RequestPhoto.REPLY, change, public=True)
        attach_recordings(service_request, recordings, RequestPhoto.REPLY, change)
        taken.answer = service_request.code
    else:
        for photo in photos:
            media.erase(photo)
        for recording in recordings:
            voice.erase(recording)


def refused(code: str, verb: str, form: ActForm, error: DomainError) -> ResponseReturnValue:
    """Show the report as it is now with the form as it was typed, and what to do."""
    service_request = _again(code)
    if wants_json():
        return refusal(error.status, [error.message])
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
    for each in form.removed:
        media.remove_staged(form.key, each)
        voice.remove_staged(form.key, each)
    db.session.commit()
    prepared = media.prepare(form.files, form.voices)
    try:
        voice.stage_with_photos(prepared, form.key, clock.now())
    except (PhotosRefused, VoiceRefused):
        db.session.commit()
        raise
    db.session.commit()
    return _again(code)


def _again(code: str) -> ServiceRequest:
    found = handled(current_viewer(), code)
    if found is None:
        abort(404)
    return found


def _under_a_new_key(form: ActForm) -> ActForm:
    key, now = codes.random_token(), clock.now()
    for photo in media.staged(form.key):
        photo.hold(key, now)
    for recording in voice.staged(form.key):
        recording.hold(key, now)
    db.session.commit()
    return replace(form, key=key)


def _done(code: str, act: Act) -> ResponseReturnValue:
    """Show the report anew; whoever just handed it out of sight goes back to the desk."""
    service_request = handled(current_viewer(), code)
    if wants_json():
        return receipt(code, url_for(".handle", code=code))
    if service_request is None:
        flash(act.said, "ok")
        return go(url_for("desk.index"))
    if htmx.partial:
        return show(
            service_request, Open(said=act.said), "service_requests/official/_after_act.html"
        )
    flash(act.said, "ok")
    return go(url_for("service_requests.handle", code=code))
