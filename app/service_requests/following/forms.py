"""The form of what a sender says later."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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
