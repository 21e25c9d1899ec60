"""A few fixed phrases that an office says once in each language, and that fit many messages."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.voices import speakers
from app.voices.messages import Message

KIND = "cau-noi-san"
RECEIVED, ANSWERED, COME, LEAVE = "received", "answered", "come", "leave"
PHRASES: dict[str, Any] = {
    RECEIVED: _l("Your report was received."),
    ANSWERED: _l("Your report was answered. Open it to read the answer."),
    COME: _l("Please come to the office."),
    LEAVE: _l("Flood: leave your home now and go up to high ground."),
}


def subject(phrase: str) -> str:
    return f"phrase:{phrase}"


def load(viewer: Viewer, code: str) -> Message | None:
    """Give a fixed phrase: everybody may hear it, an office may say it."""
    if code not in PHRASES:
        return None
    return Message(
        KIND, code, subject(code), PHRASES[code], "", "voices.desk", public=True,
        speakers=speakers.everywhere(viewer),
    )  # fmt: skip
