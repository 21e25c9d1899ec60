"""A report form, judged: what it means, and every sentence on what is missing or wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from flask_babel import format_decimal
from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.accounts.viewer import Viewer
from app.core import observing
from app.core.errors import DomainError
from app.media.kinds import PHOTO, VOICE
from app.media.models import Photo, Recording
from app.places import whereabouts
from app.places.models import VILLAGE
from app.places.whereabouts import Whereabouts
from app.service_requests.catalogue import question_queries
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.queries import service_by_code
from app.service_requests.filing import answers, similar
from app.service_requests.filing.answers import Answered
from app.service_requests.filing.forms import ReportForm
from app.service_requests.filing.receiving import MAX_WORDS, NewReport
from app.service_requests.filing.similar import Likely
from app.service_requests.filing.similarity import Spot

MAX_NAME = 80
Error = tuple[str | None, Any]
"""The id of the field at fault, None for the whole form, and the sentence."""


@dataclass
class Draft:
    """A form and what is known of it; ``photos`` and ``recordings`` wait under the form's key."""

    form: ReportForm
    where: Whereabouts
    service: Service | None = None
    photos: Sequence[Photo] = ()
    recordings: Sequence[Recording] = ()
    errors: list[Error] = field(default_factory=list)
    similar: list[Likely] = field(default_factory=list)
    """Reports that may be about the same matter, where the form shows them before it is sent."""
    just_sent: str = ""
    """The code of the same report that its sender made minutes ago; asked about once."""
    answers: list[Answered] = field(default_factory=list)
    contact_phone: str | None = None
    other_phone: str | None = None

    def error(self, field_id: str) -> Any:
        """Give the sentence that belongs to a field, None when all is well there."""
        return next((sentence for name, sentence in self.errors if name == field_id), None)

    def need_content(self) -> None:
        """Ask for a photo, words or a voice where there is none, and nothing else is wrong."""
        said = self.photos or self.form.description or self.recordings or self.says_in_answers
        if not (said or self.error(PHOTO.field) or self.error(VOICE.field)):
            self.errors.append(("photos", _l("Add a photo or a few words, or say it.")))

    @property
    def says_in_answers(self) -> bool:
        return any(answer.is_text for answer in self.answers)

    def find_similar(self, look: "Look", now: datetime) -> bool:
        """Look once, before it is sent, for reports of the same matter; tell whether any is."""
        if self.form.similar or self.service is None:
            return False
        self.similar = look(self, now)
        self.form = replace(self.form, similar="1")
        return bool(self.similar)

    def ask_about(self, code: str) -> bool:
        """Ask whether one more is meant where ``code`` is the same report; tell whether so."""
        self.just_sent = code
        if code:
            self.form = replace(self.form, more="1")
        return bool(code)

    def new_report(self, now: datetime) -> NewReport:
        """Give what is to be received at ``now``; only of a draft without errors."""
        form, point = self.form, self.where.point
        assert self.service is not None
        assert self.where.place is not None
        return NewReport(
            service=self.service,
            place=self.where.place,
            description=form.description or None,
            urgent=bool(form.urgent),
            lat=point.lat if point else None,
            long=point.long if point else None,
            accuracy_m=round(point.accuracy) if point else None,
            contact_name=(form.other_name if form.is_for_other else form.contact_name) or None,
            contact_phone=self.other_phone if form.is_for_other else self.contact_phone,
            for_other=form.is_for_other,
            answers=[(each.question.id, each.value) for each in self.answers],
            photos=self.photos,
            recordings=self.recordings,
            **observing.read(form.observed_at, form.offline_minutes, now),
        )


Look = Callable[[Draft, datetime], list[Likely]]
"""Finds what may be the same as a draft whose service and place are known."""


def near(draft: Draft, now: datetime) -> list[Likely]:
    """Look around the place, as for whoever stands there."""
    assert draft.service is not None
    return similar.public_ones(draft.service, spot_of(draft.where), draft.form.description, now)


def spot_of(where: Whereabouts) -> Spot:
    """Give where the matter is, as far as the form says."""
    point, place = where.point, where.place
    village_id = place.id if place is not None and place.kind == VILLAGE else None
    return Spot(point.lat if point else None, point.long if point else None, village_id)


def empty(viewer: Viewer, service_code: str = "") -> Draft:
    """Give the draft of a fresh form; a service may be chosen beforehand."""
    form = ReportForm.blank(sender_of(viewer), service_code)
    return Draft(form, whereabouts.at_start(), _active(service_code))


def judge(form: ReportForm, viewer: Viewer) -> Draft:
    """Judge a sent form but for its photos. A form that only searches is not told of gaps."""
    draft = Draft(form, whereabouts.find(form), _active(form.service))
    if form.searches:
        draft.errors = [("place", draft.where.error)] if draft.where.error else []
        return draft
    if form.sender != sender_of(viewer):
        draft.errors.append((None, SOMEBODY_ELSE))
        draft.form = replace(form, sender=sender_of(viewer))
    if draft.service is None:
        draft.errors.append(("service", _l("Choose what it is about.")))
    if draft.where.error:
        draft.errors.append(("place", draft.where.error))
    _check_words(draft)
    _check_answers(draft)
    _check_contacts(draft)
    return draft


def sender_of(viewer: Viewer) -> str:
    """Give the public code of the account that looks, empty for a guest."""
    return viewer.user.code if viewer.user else ""


SOMEBODY_ELSE = _l(
    "Since this form was opened, another person signed in here, or your time was up. "
    "Nothing was sent. Sign in again, or check it and send it as you are now."
)


def _active(service_code: str) -> Service | None:
    service = service_by_code(service_code) if service_code else None
    return service if service is not None and service.active else None


def check_words(words: str) -> Any:
    """Give the sentence for words that are too long, None where they fit."""
    if len(words) <= MAX_WORDS:
        return None
    return _l(
        "Your text has %(count)s characters; at most %(most)s fit. Please shorten it.",
        count=format_decimal(len(words)),
        most=format_decimal(MAX_WORDS),
    )


def _check_words(draft: Draft) -> None:
    sentence = check_words(draft.form.description)
    if sentence:
        draft.errors.append(("description", sentence))


def _check_answers(draft: Draft) -> None:
    """Read the answers to the chosen service's questions; those of others are left out."""
    if draft.service is None:
        return
    asked = frozenset(draft.form.asked.split())
    known = question_queries.of_service(draft.service)
    offered = [each for each in known if each.active or each.field in draft.form.answers]
    draft.answers, wrong = answers.read(offered, draft.form.answers, asked)
    draft.errors += wrong


def _check_contacts(draft: Draft) -> None:
    form = draft.form
    draft.contact_phone = _phone(draft, "contact_phone", form.contact_phone)
    draft.other_phone = _phone(draft, "other_phone", form.other_phone)
    for name in ("contact_name", "other_name"):
        if len(getattr(form, name)) > MAX_NAME:
            draft.errors.append((name, _l("This name is too long. Please shorten it.")))
    if form.other_phone and not form.other_agrees:
        sentence = _l("Tick that the person agrees, or leave the phone number out.")
        draft.errors.append(("other_agrees", sentence))


def _phone(draft: Draft, name: str, typed: str) -> str | None:
    if not typed:
        return None
    try:
        return phones.parse(typed)
    except DomainError as error:
        draft.errors.append((name, error.message))
        return None
