"""The form of what a sender says later."""

from collections.abc import Sequence
from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from app.core import idempotency, sent
from app.media.intake import Prepared
from app.media.kinds import PHOTO, VOICE


@dataclass(frozen=True)
class WordsForm(sent.Value):
    """Words, and photos where the page takes some, about a report that is there already."""

    key: str = sent.line("idempotency_key")
    words: str = sent.words()
    face: str = sent.line("rating")
    why: str = sent.line()
    """Why it is opened again: one of ``asked.WHYS``."""
    answer: str = sent.line()
    """A tap: "still", "gone" or a choice's number to a question, "done" or "not-done" on a day."""
    asked: str = sent.line()
    """Which question the tap answers, as the page said; empty on a page from before it did."""
    removed: tuple[str, ...] = sent.several("remove_photo", "remove_voice")
    files: Sequence[FileStorage] = sent.files(PHOTO.field)
    voices: Sequence[FileStorage] = sent.files(VOICE.field)

    def fingerprint(self, prepared: Prepared) -> str:
        """Give what tells this content from another under the same key."""
        return idempotency.fingerprint(
            [
                self.words,
                self.face,
                self.why,
                self.answer,
                self.asked,
                *self.removed,
                *prepared.fingerprints,
            ]
        )
