"""Hearing a message: the page that plays it, without a script too, and its sounds."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import sending
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import PUBLIC, access
from app.core.act import acts
from app.media.serving import Asked, serve
from app.voices import messages, offering, queries, speech
from app.voices.blueprint import voices
from app.voices.messages import Message

MARK = 16
"""Digits of the words' digest in the address of a sound: other words have another."""


def load_sound(viewer: Viewer, kind: str, code: str, mark: str) -> Asked | None:
    """Give what the server said, where the viewer may read these very words."""
    message = messages.load(viewer, kind, code)
    if message is None or message.digest[:MARK] != mark:
        return None
    found = speech.find(message)
    return Asked(found.speech, "webm", message.public) if found else None


def load_voice(viewer: Viewer, kind: str, code: str, recording: str, part: str) -> Asked | None:
    """Give what somebody said, where the viewer may read the message."""
    message = messages.load(viewer, kind, code)
    row = queries.by_code(message.subject, recording) if message else None
    return Asked(row.recording, part, message.public) if message and row else None


@voices.get("/nghe/<kind>/<code>")
@access(PUBLIC, load=messages.load)
def listen(message: Message) -> ResponseReturnValue:
    """Play the message, or show that its sound is being made."""
    found = speech.find(message)
    is_made = found is None and speech.is_being_made(message)
    return render_template(
        "voices/listen.html",
        message=message,
        found=found,
        sound=_sound(message),
        is_made=is_made,
        offer=offering.offered(message, every=True),
        may_ask=speech.is_offered() and bool(message.words),
    )


@voices.post("/nghe/<kind>/<code>")
@access(PUBLIC, load=messages.load)
@acts(counts=True)
def read(message: Message) -> str:
    """Have the server say the message, and go where it is heard."""
    if speech.find(message) is None:
        sending.spend(sending.READINGS_ALOUD, clock.now())
        speech.ask(message)
    return url_for(".listen", kind=message.kind, code=message.code)


@voices.get("/nghe/<kind>/<code>/may-<mark>.webm")
@access(PUBLIC, load=load_sound)
def sound(asked: Asked) -> ResponseReturnValue:
    """Serve what the server said; only of what everybody may read may it be kept by anybody."""
    return serve(asked)


@voices.get("/nghe/<kind>/<code>/<recording>.<part>")
@access(PUBLIC, load=load_voice)
def voice(asked: Asked) -> ResponseReturnValue:
    """Serve one file of what somebody said."""
    return serve(asked)


def _sound(message: Message) -> str:
    mark = message.digest[:MARK]
    return url_for(".sound", kind=message.kind, code=message.code, mark=mark)
