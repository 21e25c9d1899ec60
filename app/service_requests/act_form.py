"""What an official typed, cleaned but not yet judged: it goes back into the form when refused."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage, MultiDict

from app.core import codes, idempotency, text
from app.core.errors import DomainError
from app.core.text import day as read_day
from app.core.text import whole
from app.media.kinds import PAPER, PHOTO, VOICE

LONGEST = 5_000
SHORT = 200
"""Characters of a one-line value; what is longer was not chosen in our form."""


@dataclass(frozen=True)
class ActForm:
    """The form of any act. Every value is text; ``key`` is the form's own secret.

    Photos and a voice wait under the key when the form is refused; sent again, it counts once.
    ``version`` is the report's version the official had opened.
    """

    key: str = ""
    version: str = ""
    text: str = ""
    publicity: str = ""
    public_description: str = ""
    reason: str = ""
    resolution: str = ""
    scheduled_on: str = ""
    official: str = ""
    agency: str = ""
    kind: str = ""
    service: str = ""
    flags_seen: str = ""
    """Ticked: the marked words were looked at and may be public."""
    leader: str = ""
    """The code of the report that is to lead this one."""
    lat: str = ""
    long: str = ""
    paper_number: str = ""
    paper_symbol: str = ""
    paper_day: str = ""
    paper_public: str = ""
    wants: str = ""
    """What kind of answer a question to the sender wants."""
    choices: str = ""
    """The answers to choose from, one a line."""
    anyway: str = ""
    """Set once the official was asked whether a general answer is to go out all the same."""
    public_photos: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    files: tuple[FileStorage, ...] = field(default=(), compare=False)
    voices: tuple[FileStorage, ...] = field(default=(), compare=False)
    papers: tuple[FileStorage, ...] = field(default=(), compare=False)

    @classmethod
    def blank(cls, version: int, **values: Any) -> "ActForm":
        """Give an empty form with a key of its own."""
        return cls(key=codes.random_token(), version=str(version), **values)

    @classmethod
    def read(cls, request: Request) -> "ActForm":
        sent = request.form
        return cls(
            key=_line(sent, "idempotency_key"),
            text=text.clean(sent.get("text", "")),
            public_description=text.clean(sent.get("public_description", "")),
            choices=text.clean(sent.get("choices", "")),
            public_photos=_several(sent, "public_photo"),
            removed=tuple(code for name in REMOVED for code in _several(sent, name)),
            files=tuple(request.files.getlist(PHOTO.field)),
            voices=tuple(request.files.getlist(VOICE.field)),
            papers=tuple(request.files.getlist(PAPER.field)),
            **{name: _line(sent, name) for name in LINES},
        )

    @property
    def seen_version(self) -> int | None:
        """Give the version that was opened; None where the field was tampered with."""
        return whole(self.version)

    def checked_text(self, name: str = "text") -> str:
        """Give the words of a field; raise ``DomainError`` where they are too many."""
        value: str = getattr(self, name)
        if len(value) > LONGEST:
            raise DomainError(_l("Write at most 5,000 characters."), field=name)
        return value

    def promised_day(self) -> date | None:
        """Give the promised day; raise ``DomainError`` for what is no day."""
        if not self.scheduled_on:
            return None
        day = read_day(self.scheduled_on)
        if day is None:
            raise DomainError(_l("Choose a day of the calendar."), field="scheduled_on")
        return day

    def fingerprint(self, subject: str, photos: Iterable[str]) -> str:
        """Give what tells this act and content from another under the same key."""
        values = [f"{name}={getattr(self, name)}" for name in (*LINES[1:], *WORDS)]
        return idempotency.fingerprint([subject, *values, *self.public_photos, *photos])


WORDS = ("text", "public_description", "choices")
LINES = (
    "version",
    "publicity",
    "reason",
    "resolution",
    "scheduled_on",
    "official",
    "agency",
    "kind",
    "service",
    "leader",
    "flags_seen",
    "lat",
    "long",
    "paper_number",
    "paper_symbol",
    "paper_day",
    "paper_public",
    "wants",
    "anyway",
)
REMOVED = ("remove_photo", "remove_voice", "remove_paper")


def _line(sent: MultiDict[str, str], name: str) -> str:
    return " ".join(text.clean(sent.get(name, "")[:SHORT]).split())


def _several(sent: MultiDict[str, str], name: str) -> tuple[str, ...]:
    return tuple(each[:SHORT] for each in sent.getlist(name))
