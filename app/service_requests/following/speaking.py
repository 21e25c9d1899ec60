"""What the sender says to a report that is there: more words and photos, a rating, a reopening."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core.errors import DomainError, InvalidTransition
from app.core.working_time import Calendar
from app.media.intake import Prepared
from app.media.models import Attachment
from app.media.saying import take_once
from app.service_requests import life
from app.service_requests.asked import FACES
from app.service_requests.enclosures.attaching import hang
from app.service_requests.filing.judging import check_words
from app.service_requests.following import adding, rating, reopening
from app.service_requests.following.forms import WordsForm
from app.service_requests.following.possible import is_answered
from app.service_requests.history import RequestPhoto, StatusChange
from app.service_requests.record import ServiceRequest

MAX_RATING_WORDS = 1_000


def add(
    service_request: ServiceRequest,
    form: WordsForm,
    prepared: Prepared,
    viewer: Viewer,
    now: datetime,
) -> None:
    """Add words, photos or a voice.

    Where the sender is being asked something, this is the answer, and a tap is enough.
    """

    def do(shows: bool) -> StatusChange:
        if not (form.words or shows or form.answer):
            raise DomainError(_l("Add a photo or a few words, or say it."), field="words")
        if service_request.resolution == life.WITHDRAWN:
            raise InvalidTransition("add", service_request.status)
        return adding.said(service_request, form, viewer.actor(), now)

    _say(service_request, form, prepared, viewer, now, do)


def rate(
    service_request: ServiceRequest,
    form: WordsForm,
    prepared: Prepared,
    viewer: Viewer,
    now: datetime,
) -> None:
    """Rate the answer with a face; rating again changes the rating.

    Raises ``DomainError`` for no face or too many words, ``InvalidTransition`` before an answer.
    """

    def do(_shows: bool) -> StatusChange:
        if form.face not in FACES:
            raise DomainError(_l("Choose one of the three faces."), field="rating")
        if len(form.words) > MAX_RATING_WORDS:
            raise DomainError(_l("Please say it in fewer words."), field="words")
        if not is_answered(service_request):
            raise InvalidTransition("rate", service_request.status)
        actor, words = viewer.actor(), form.words or None
        return rating.rate(service_request, actor, now, form.face, words)

    _say(service_request, form, prepared, viewer, now, do)


def reopen(
    service_request: ServiceRequest,
    form: WordsForm,
    prepared: Prepared,
    viewer: Viewer,
    now: datetime,
    calendar: Calendar,
) -> None:
    """Reopen by a tap, with words, photos or a voice.

    Raises ``DomainError`` for nothing of these, ``InvalidTransition`` when the time is over.
    """

    def do(shows: bool) -> StatusChange:
        change = reopening.reopen(
            service_request, viewer.actor(), now, calendar, form.words, why=form.why, shows=shows
        )
        reopening.climb(service_request, now)
        return change

    _say(service_request, form, prepared, viewer, now, do)


def _say(
    service_request: ServiceRequest,
    form: WordsForm,
    prepared: Prepared,
    viewer: Viewer,
    now: datetime,
    do: Callable[[bool], StatusChange],
) -> None:
    """Do what the form says, once however often it is sent; what came along hangs on that step.

    ``do`` is told whether a photo or a voice came along, and gives the step. Raises
    ``DomainError``; then good photos and the voice wait under the form's key, so the caller
    commits either way.
    """

    def does(things: Sequence[Attachment]) -> str:
        _refuse_long(form)
        change = do(bool(things))
        hang(service_request, things, RequestPhoto.ADDITION, change)
        return service_request.code

    take_once(viewer.reference, form, [service_request.code, *form.taps], prepared, now, does)


def _refuse_long(form: WordsForm) -> None:
    sentence = check_words(form.words)
    if sentence:
        raise DomainError(sentence, field="words")
