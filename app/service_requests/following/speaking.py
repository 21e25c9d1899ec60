"""What the sender says to a report that is there: more words and photos, a rating, a reopening."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import idempotency
from app.core.db import db
from app.core.errors import DomainError, InvalidTransition
from app.core.idempotency import Submission
from app.core.working_time import Calendar
from app.media import actions as media
from app.media.intake import Prepared
from app.media.kinds import PHOTO, VOICE
from app.media.models import Attachment
from app.service_requests import life
from app.service_requests.enclosures.attaching import hang
from app.service_requests.filing.judging import check_words
from app.service_requests.following import adding, rating, reopening
from app.service_requests.following.forms import WordsForm
from app.service_requests.following.models import FACES
from app.service_requests.following.possible import is_answered
from app.service_requests.history import RequestPhoto
from app.service_requests.record import ServiceRequest

MAX_RATING_WORDS = 1_000
SENT = (PHOTO, VOICE)


def add(
    service_request: ServiceRequest,
    form: WordsForm,
    prepared: Prepared,
    viewer: Viewer,
    now: datetime,
) -> None:
    """Add words, photos or a voice, once for a form however often it is sent.

    Where the sender is being asked something, this is the answer, and a tap is enough.
    Raises ``DomainError``; then good photos and the voice wait under the form's key, so the caller
    commits either way.
    """
    try:
        claim = _claim(service_request, form, prepared, viewer, now)
    except DomainError:
        prepared.drop()
        raise
    if claim.answer:
        prepared.drop()
        return
    media.remove_staged(form.key, form.removed)
    try:
        _add(service_request, form, media.stage_all(SENT, prepared, form.key, now), viewer, now)
    except DomainError:
        db.session.delete(claim)
        raise
    claim.answer = service_request.code


def _add(
    service_request: ServiceRequest,
    form: WordsForm,
    staged: Sequence[Sequence[Attachment]],
    viewer: Viewer,
    now: datetime,
) -> None:
    _refuse_long(form)
    if not (form.words or any(staged) or form.answer):
        raise DomainError(_l("Add a photo or a few words, or say it."), field="words")
    if service_request.resolution == life.WITHDRAWN:
        raise InvalidTransition("add", service_request.status)
    change = adding.said(service_request, form, viewer.actor(), now)
    for things in staged:
        hang(service_request, things, RequestPhoto.ADDITION, change)


def rate(service_request: ServiceRequest, form: WordsForm, viewer: Viewer, now: datetime) -> None:
    """Rate the answer with a face; rating again changes the rating.

    Raises ``DomainError`` for no face or too many words, ``InvalidTransition`` before an answer.
    """
    if form.face not in FACES:
        raise DomainError(_l("Choose one of the three faces."), field="rating")
    if len(form.words) > MAX_RATING_WORDS:
        raise DomainError(_l("Please say it in fewer words."), field="rating-words")
    if not is_answered(service_request):
        raise InvalidTransition("rate", service_request.status)
    rating.rate(service_request, viewer.actor(), now, form.face, form.words or None)


def reopen(
    service_request: ServiceRequest,
    form: WordsForm,
    viewer: Viewer,
    now: datetime,
    calendar: Calendar,
) -> None:
    """Reopen with words, once for a form however often it is sent.

    Raises ``DomainError`` without words, ``InvalidTransition`` when the time for it is over.
    """
    _refuse_long(form)
    claim = _claim(service_request, form, Prepared(), viewer, now)
    if not claim.answer:
        reopening.reopen(service_request, viewer.actor(), now, calendar, form.words)
        reopening.climb(service_request, now)
        claim.answer = service_request.code


def _refuse_long(form: WordsForm) -> None:
    sentence = check_words(form.words)
    if sentence:
        raise DomainError(sentence, field="words")


def _claim(
    service_request: ServiceRequest,
    form: WordsForm,
    prepared: Prepared,
    viewer: Viewer,
    now: datetime,
) -> Submission:
    content = idempotency.fingerprint([service_request.code, form.fingerprint(prepared)])
    return idempotency.claim(viewer.reference, form.key, content, now)
