"""What an official typed, cleaned but not yet judged: it goes back into the form when refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app.core import codes, idempotency, sent
from app.core.errors import DomainError
from app.core.text import day as read_day
from app.core.text import whole
from app.media.kinds import PAPER, PHOTO, VOICE

LONGEST = 5_000


@dataclass(frozen=True)
class ActForm(sent.Value):
    """The form of any act. Every value is text; ``key`` is the form's own secret.

    Photos and a voice wait under the key when the form is refused; sent again, it counts once.
    ``version`` is the report's version the official had opened.
    """

    key: str = sent.line("idempotency_key")
    version: str = sent.line()
    text: str = sent.words()
    publicity: str = sent.line()
    public_description: str = sent.words()
    reason: str = sent.line()
    resolution: str = sent.line()
    scheduled_on: str = sent.line()
    official: str = sent.line()
    agency: str = sent.line()
    agency_named: str = sent.line("o_moi_co_quan")
    """A part of an agency's name that was typed instead of choosing a likely one."""
    official_named: str = sent.line("o_dong_nghiep")
    """A part of a colleague's name, likewise."""
    mentioned: tuple[str, ...] = sent.several("mention")
    """Codes of the colleagues whom a note is to reach."""
    step: str = sent.line("buoc")
    """Which answer is corrected: the number of its step."""
    old_hidden: str = sent.line()
    """Ticked: the answer as it was held something private."""
    addressee: str = sent.line()
    """Whom a complaint is handed on to."""
    kind: str = sent.line()
    service: str = sent.line()
    flags_seen: str = sent.line()
    """Ticked: the marked words were looked at and may be public."""
    leader: str = sent.line()
    """The code of the report that is to lead this one."""
    leader_named: str = sent.line("o_phan_anh_chinh")
    """Its code as it was typed, which counts more."""
    lat: str = sent.line()
    long: str = sent.line()
    paper_number: str = sent.line()
    paper_symbol: str = sent.line()
    paper_day: str = sent.line()
    paper_public: str = sent.line()
    wants: str = sent.line()
    """What kind of answer a question to the sender wants."""
    choices: str = sent.words()
    """The answers to choose from, one a line."""
    anyway: str = sent.line()
    """Set once the official was asked whether a general answer is to go out all the same."""
    public_photos: tuple[str, ...] = sent.several("public_photo")
    unmasked: tuple[str, ...] = sent.several("unmask")
    """Keys of the numbers that everybody may read."""
    removed: tuple[str, ...] = sent.several("remove_photo", "remove_voice", "remove_paper")
    files: tuple[FileStorage, ...] = sent.files(PHOTO.field)
    voices: tuple[FileStorage, ...] = sent.files(VOICE.field)
    papers: tuple[FileStorage, ...] = sent.files(PAPER.field)

    @classmethod
    def blank(cls, version: int, **values: Any) -> "ActForm":
        """Give an empty form with a key of its own."""
        return cls(key=codes.random_token(), version=str(version), **values)

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
        return idempotency.fingerprint(
            [subject, *values, *self.public_photos, *self.unmasked, *self.mentioned, *photos]
        )


WORDS = ("text", "public_description", "choices")
LINES = (
    "version",
    "publicity",
    "reason",
    "resolution",
    "scheduled_on",
    "official",
    "agency",
    "agency_named",
    "official_named",
    "step",
    "old_hidden",
    "addressee",
    "kind",
    "service",
    "leader",
    "leader_named",
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
