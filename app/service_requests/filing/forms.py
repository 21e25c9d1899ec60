"""What a citizen typed, cleaned but not yet judged: it goes back into the form when refused."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from flask import Request
from werkzeug.datastructures import FileStorage, MultiDict

from app.core import codes, idempotency, text
from app.media.intake import Prepared
from app.media.kinds import PHOTO, VOICE

SHORT = 200
"""Characters of a one-line field that are looked at; what is longer was not typed by a person."""
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


@dataclass(frozen=True)
class ReportForm:
    """The report form as it came in. Every value is text; ``key`` is the form's own secret.

    The key makes a repeated sending count once, and the photos of a refused form wait under it.
    ``sender`` names the account that opened the form, empty for a guest.
    """

    key: str = ""
    sender: str = ""
    service: str = ""
    description: str = ""
    place: str = ""
    village: str = ""
    tim: str = ""
    """What a place is looked for by, without a script."""
    lat: str = ""
    long: str = ""
    accuracy: str = ""
    urgent: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    other_name: str = ""
    other_phone: str = ""
    other_agrees: str = ""
    observed_at: str = ""
    """When the phone had it whole, in ISO 8601; from the phone's queue alone."""
    offline_minutes: str = ""
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What was answered to the service's own questions, by the name of the field."""
    asked: str = ""
    """The fields of all questions that the form held."""
    similar: str = ""
    """Likely duplicates were shown with this form already."""
    more: str = ""
    """The sender was told of the same report sent minutes ago, and wants to send one more."""
    searches: bool = False
    """The button that only looks for a place was pressed."""
    removed: tuple[str, ...] = ()
    """Codes of waiting photos and recordings to be left out."""
    files: Sequence[FileStorage] = field(default=(), compare=False)
    voices: Sequence[FileStorage] = field(default=(), compare=False)

    @classmethod
    def blank(cls, sender: str, service: str = "") -> "ReportForm":
        """Give an empty form with a key of its own."""
        return cls(key=codes.random_token(), sender=sender, service=service)

    @classmethod
    def read(cls, request: Request) -> "ReportForm":
        sent = request.form
        lines = {name: line(sent, name) for name in LINES}
        return cls(
            description=text.clean(sent.get("description", "")),
            key=line(sent, "idempotency_key"),
            observed_at=line(sent, "observed_at"),
            offline_minutes=line(sent, "offline_minutes"),
            answers=_answers(sent),
            asked=sent.get("asked", "")[: 10 * SHORT],
            similar=line(sent, "similar"),
            more=line(sent, "more"),
            searches="tim-xa" in sent,
            removed=removed(sent),
            files=request.files.getlist(PHOTO.field),
            voices=request.files.getlist(VOICE.field),
            **lines,
        )

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


def removed(sent: MultiDict[str, str]) -> tuple[str, ...]:
    """The codes of what was attached before and is taken away now."""
    """Give the codes of waiting photos and recordings to be left out."""
    codes_sent = sent.getlist("remove_photo") + sent.getlist("remove_voice")
    return tuple(code[:SHORT] for code in codes_sent)


def _answers(sent: MultiDict[str, str]) -> dict[str, tuple[str, ...]]:
    """Give the answers to services' own questions; what no form of ours sends is left out."""
    names = [name for name in sent if QUESTION.fullmatch(name)][:MOST_ANSWERS]
    found = {name: sent.getlist(name)[:MOST_ANSWERS] for name in names}
    return {
        name: tuple(text.clean(value[: 10 * SHORT]) for value in values if value.strip())
        for name, values in found.items()
    }


def line(sent: MultiDict[str, str], name: str) -> str:
    """A field of one line, cleaned and cut."""
    return text.line(sent.get(name, ""), SHORT)
