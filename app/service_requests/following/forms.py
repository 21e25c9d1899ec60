"""The form of what a sender says later."""

from dataclasses import dataclass

from app.core import sent
from app.media.saying import Said


@dataclass(frozen=True)
class WordsForm(Said):
    """Words, and photos where the page takes some, about a report that is there already."""

    face: str = sent.line("rating")
    why: str = sent.line()
    """Why it is opened again: one of ``asked.WHYS``."""
    answer: str = sent.line()
    """A tap: "still", "gone" or a choice's number to a question, "done" or "not-done" on a day."""
    asked: str = sent.line()
    """Which question the tap answers, as the page said; empty on a page from before it did."""

    @property
    def taps(self) -> list[str]:
        """Give what tells this content from another under the same key, beside words and files."""
        return [self.face, self.why, self.answer, self.asked, *self.removed]
