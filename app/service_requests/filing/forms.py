"""What a citizen typed, cleaned but not yet judged: it goes back into the form when refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from werkzeug.datastructures import FileStorage, MultiDict

from app.core import codes, idempotency, sent, text
from app.media.intake import Prepared
from app.media.kinds import PHOTO, VOICE
from app.places.whereabouts import Located

SHORT = 200
"""Characters of a line; what is longer was not typed by a person."""
QUESTION = re.compile(r"q-[0-9]{1,9}")
MOST_ANSWERS = 60
LINES = (
    "sender",
    "service",
    "place",
    "village",
    "tim",
    "lat",
    "long",
    "accuracy",
    "urgent",
    "contact_name",
    "contact_phone",
    "other_name",
    "other_phone",
    "other_agrees",
)


def _answers(form: MultiDict[str, str], _name: str) -> dict[str, tuple[str, ...]]:
    """Give the answers to services' own questions; what no form of ours sends is left out."""
    names = [name for name in form if QUESTION.fullmatch(name)][:MOST_ANSWERS]
    found = {name: form.getlist(name)[:MOST_ANSWERS] for name in names}
    return {
        name: tuple(text.clean(value[: 10 * SHORT]) for value in values if value.strip())
        for name, values in found.items()
    }


@dataclass(frozen=True)
class ReportForm(Located):
    """The report form as it came in. Every value is text; ``key`` is the form's own secret.

    The key makes a repeated sending count once, and the photos of a refused form wait under it.
    ``sender`` names the account that opened the form, empty for a guest.
    """

    key: str = sent.line("idempotency_key")
    sender: str = sent.line()
    service: str = sent.line()
    description: str = sent.words()
    urgent: str = sent.line()
    contact_name: str = sent.line()
    contact_phone: str = sent.line()
    other_name: str = sent.line()
    other_phone: str = sent.line()
    other_agrees: str = sent.line()
    observed_at: str = sent.line()
    """When the phone had it whole, in ISO 8601; from the phone's queue alone."""
    offline_minutes: str = sent.line()
    answers: Mapping[str, tuple[str, ...]] = sent.by(_answers, MappingProxyType({}))
    """What was answered to the service's own questions, by the name of the field."""
    asked: str = sent.by(lambda form, name: form.get(name, "")[: 10 * SHORT])
    """The fields of all questions that the form held."""
    similar: str = sent.line()
    """Likely duplicates were shown with this form already."""
    more: str = sent.line()
    """The sender was told of the same report sent minutes ago, and wants to send one more."""
    removed: tuple[str, ...] = sent.several("remove_photo", "remove_voice")
    """Codes of waiting photos and recordings to be left out."""
    files: Sequence[FileStorage] = sent.files(PHOTO.field)
    voices: Sequence[FileStorage] = sent.files(VOICE.field)

    @classmethod
    def blank(cls, sender: str, service: str = "") -> "ReportForm":
        """Give an empty form with a key of its own."""
        return cls(key=codes.random_token(), sender=sender, service=service)

    @property
    def is_for_other(self) -> bool:
        """Tell whether it was filled in for somebody else."""
        return bool(self.other_name or self.other_phone)

    def again(self, sender: str) -> "ReportForm":
        """Give the same words under a fresh key, sent by whoever looks now."""
        return replace(self, key=codes.random_token(), sender=sender)

    def fingerprint(self, prepared: Prepared) -> str:
        """Give what tells this content from another under the same key."""
        fields = [f"{name}={getattr(self, name)}" for name in ("description", *LINES)]
        fields += [f"{name}={values}" for name, values in sorted(self.answers.items())]
        return idempotency.fingerprint([*fields, *self.removed, "photos", *prepared.fingerprints])
