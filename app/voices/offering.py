"""What a page offers to hear: the button that reads it, and what was said in other languages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.core.preferences import TONGUES, preferences
from app.media.models import Recording
from app.voices import phrases, queries, speech
from app.voices.messages import Message
from app.voices.models import SpokenMessage


@dataclass(frozen=True)
class Voice:
    """A recording as a page plays it."""

    tongue: Any
    """The language's name."""
    recording: Recording
    office: str
    kind: str
    code: str

    @classmethod
    def of(cls, message: Message, row: SpokenMessage) -> "Voice":
        """Give a recording of the message, or of the fixed phrase that is heard for it."""
        kind, code = message.kind, message.code
        if row.subject != message.subject:
            kind, code = phrases.KIND, message.phrase
        return cls(TONGUES[row.tongue], row.recording, row.agency.name, kind, code)

    def url(self, recording: Recording, part: str) -> str:
        return url_for(
            "voices.voice", kind=self.kind, code=self.code, recording=recording.code, part=part
        )


@dataclass(frozen=True)
class Offer:
    """``url`` leads to where the server reads it aloud; empty where it cannot."""

    url: str = ""
    voices: Sequence[Voice] = ()
    says_url: str = ""
    """Where the viewer may say it in another language."""


def offered(message: Message, *, every: bool = False) -> Offer:
    """Give what the page of ``message`` offers; ``every``: each language, else one's own."""
    own = preferences().tongue
    tongues = [*filter(None, [own]), *(each for each in TONGUES if every and each != own)]
    rows = queries.heard(message, tongues) if tongues else {}
    reads = speech.is_offered() and message.words
    return Offer(
        _page("listen", message) if reads else "",
        [Voice.of(message, row) for row in rows.values()],
        _page("of_message", message) if message.speakers else "",
    )


def _page(view: str, message: Message) -> str:
    return url_for(f"voices.{view}", kind=message.kind, code=message.code)
