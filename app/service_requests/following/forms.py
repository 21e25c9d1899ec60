"""Forms of what a sender says later, and of the public list's filters."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Request
from werkzeug.datastructures import FileStorage

from app.core import idempotency, text
from app.media.intake import Prepared
from app.media.kinds import PHOTO, VOICE
from app.service_requests.filing.forms import line, removed


@dataclass(frozen=True)
class WordsForm:
    """Words, and photos where the page takes some, about a report that is there already."""

    key: str
    words: str
    face: str
    answer: str = ""
    """A tap: "still", "gone" or a choice's number to a question, "done" or "not-done" on a day."""
    removed: tuple[str, ...] = ()
    files: Sequence[FileStorage] = field(default=(), compare=False)
    voices: Sequence[FileStorage] = field(default=(), compare=False)

    @classmethod
    def read(cls, request: Request) -> "WordsForm":
        """Read what was sent."""
        sent = request.form
        return cls(
            key=line(sent, "idempotency_key"),
            words=text.clean(sent.get("words", "")),
            face=line(sent, "rating"),
            answer=line(sent, "answer"),
            removed=removed(sent),
            files=request.files.getlist(PHOTO.field),
            voices=request.files.getlist(VOICE.field),
        )

    def fingerprint(self, prepared: Prepared) -> str:
        """Give what tells this content from another under the same key."""
        return idempotency.fingerprint(
            [self.words, self.face, self.answer, *self.removed, *prepared.fingerprints]
        )


@dataclass(frozen=True)
class ListForm:
    """What the public list was asked for, from the address."""

    text: str = ""
    service: str = ""
    place: str = ""
    place_name: str = ""
    status: str = ""
    before: str = ""

    @classmethod
    def read(cls, request: Request) -> "ListForm":
        """Read the address."""
        asked = request.args
        return cls(
            text=line(asked, "q"),
            service=line(asked, "service"),
            place=line(asked, "place"),
            place_name=line(asked, "where"),
            status=line(asked, "status"),
            before=line(asked, "before"),
        )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything but the page was asked for."""
        return bool(self.kept)

    @property
    def kept(self) -> dict[str, Any]:
        """Give the address's parts without the page."""
        parts = {
            "q": self.text,
            "service": self.service,
            "place": self.place,
            "where": self.place_name,
            "status": self.status,
        }
        return {name: value for name, value in parts.items() if value}
