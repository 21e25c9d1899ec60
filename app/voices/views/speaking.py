"""Where an official or the head of a village says messages and fixed phrases in their language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.preferences import TONGUES
from app.media import actions as media
from app.media.kinds import VOICE
from app.voices import messages, offering, phrases, queries, saying, speakers
from app.voices.blueprint import voices
from app.voices.messages import Message
from app.voices.models import SpokenMessage


@dataclass(frozen=True)
class Said:
    """A language of a message: whether, and by whom, it was said for one agency."""

    tongue: str
    row: SpokenMessage | None
    voice: offering.Voice | None

    @property
    def is_old(self) -> bool:
        """Whether the words are others now."""
        return self.row is not None and self.voice is None


@dataclass(frozen=True)
class Saying:
    """A message and the language in which it is said."""

    message: Message
    tongue: str


def works_here(viewer: Viewer) -> bool:
    """May say fixed phrases, and so open the page of them."""
    return bool(speakers.everywhere(viewer))


def may_say(viewer: Viewer, saying: Saying) -> bool:
    return bool(saying.message.speakers)


def load(viewer: Viewer, kind: str, code: str, tongue: str) -> Saying | None:
    message = messages.load(viewer, kind, code)
    return Saying(message, tongue) if message and tongue in TONGUES else None


@voices.get("/can-bo/tieng-noi")
@access(works_here)
def desk() -> ResponseReturnValue:
    """Show the fixed phrases, and in which languages each was said."""
    agency = _agency(speakers.everywhere(current_viewer()))
    rows = queries.said_phrases([agency])
    known = {(row.subject, row.tongue) for row in rows}
    shown = [
        (code, words, [(each, (phrases.subject(code), each) in known) for each in TONGUES])
        for code, words in phrases.PHRASES.items()
    ]
    return render_template(
        "voices/desk.html", phrases=shown, kind=phrases.KIND, tongues=TONGUES, agency=agency
    )


@voices.get("/can-bo/tieng-noi/<kind>/<code>")
@access(lambda _viewer, message: bool(message.speakers), load=messages.load)
def of_message(message: Message) -> ResponseReturnValue:
    """Show in which languages the message was said, and the way to say it."""
    agency = _agency(message.speakers)
    return render_template(
        "voices/message.html", message=message, languages=_said(message, agency), tongues=TONGUES,
        agency=agency,
    )  # fmt: skip


@voices.get("/can-bo/tieng-noi/<kind>/<code>/<tongue>")
@access(may_say, load=load)
def say(saying: Saying) -> ResponseReturnValue:
    return _page(saying)


def _page(asked: Saying, **refused: Any) -> str:
    agency = _agency(asked.message.speakers)
    said = {each.tongue: each for each in _said(asked.message, agency)}
    return render_template(
        "voices/say.html",
        message=asked.message,
        tongue=asked.tongue,
        name=TONGUES[asked.tongue],
        own=said[asked.tongue],
        agency=agency,
        **{**FRESH, **refused},
    )


@voices.post("/can-bo/tieng-noi/<kind>/<code>/<tongue>")
@access(may_say, load=load)
@acts(
    again=lambda asked, **refused: _page(_again(asked), **refused),
    said=_l("It can be heard now."),
)
def keep(asked: Saying) -> str:
    """Take what was recorded; it is decoded without the write lock."""
    prepared = media.prepare_apart({VOICE: request.files.getlist(VOICE.field)})
    asked = _again(asked)
    agency = _agency(asked.message.speakers)
    actor = current_viewer().actor(agency)
    saying.say(asked.message, asked.tongue, agency, prepared, actor, clock.now())
    return _of(asked.message)


@voices.post("/can-bo/tieng-noi/<kind>/<code>/<tongue>/bo")
@access(may_say, load=load)
@acts(said=_l("It can no longer be heard."))
def take_back(asked: Saying) -> str:
    """Take a recording away."""
    agency = _agency(asked.message.speakers)
    actor = current_viewer().actor(agency)
    saying.take_back(asked.message, asked.tongue, agency, actor, clock.now())
    return _of(asked.message)


def _of(message: Message) -> str:
    return url_for(".of_message", kind=message.kind, code=message.code)


def _agency(theirs: Sequence[Agency]) -> Agency:
    """Give the agency for which the viewer speaks: the first of theirs."""
    return theirs[0]


def _again(asked: Saying) -> Saying:
    """Load it anew: the lock was given back meanwhile."""
    found = load(current_viewer(), asked.message.kind, asked.message.code, asked.tongue)
    if found is None or not found.message.speakers:
        abort(404)
    return found


def _said(message: Message, agency: Agency) -> list[Said]:
    rows = {row.tongue: row for row in queries.said(message.subject, [agency])}
    return [_of_tongue(message, tongue, rows.get(tongue)) for tongue in TONGUES]


def _of_tongue(message: Message, tongue: str, row: SpokenMessage | None) -> Said:
    holds = row is not None and row.digest == message.digest
    return Said(tongue, row, offering.Voice.of(message, row) if row and holds else None)
