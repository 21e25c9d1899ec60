"""What tells photo, voice and paper apart: all else is done with the three alike.

The checks run in the limited process (see `fork_server`) and raise Undecodable, whose reason is
a key of the kind's sentences, and DecoderBusy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask_babel import lazy_gettext as _l

from app.media import decoding, paper_decoding, synthesis, voice_decoding
from app.media.models import QUARANTINED, Attachment, Paper, Photo, Recording, Speech

Row = TypeVar("Row", bound=Attachment)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Checked:
    """What is kept of an upload: files by how their names end, and facts of the row."""

    files: Mapping[str, bytes]
    facts: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Kind(Generic[Row]):
    """A kind of file that forms bring in a field of that name, `most` of them to a form."""

    name: str
    table: type[Row]
    field: str
    most: int
    max_bytes: int
    check: Callable[[bytes], Checked]
    sentences: Mapping[str, Any]
    """Why one was not taken: reasons of the check, and "too_many", "empty", "too_many_bytes"."""
    busy: Any
    """Said where the limited processes have more to do than they can."""
    replaces: bool = True
    """The last one sent takes the place of the one that waited."""
    later: str = ""
    """The worker's job that makes the rest of it; its payload is {name: id}."""


def covered(content: bytes, boxes: Sequence[tuple[int, int, int, int]]) -> Checked:
    """Paint boxes (thousandths) over a photo's large size, as if it came in like this."""
    return _repainted(decoding.cover(content, boxes))


def _photo(content: bytes) -> Checked:
    return _repainted(decoding.clean(content))


def _repainted(made: decoding.Decoded) -> Checked:
    facts = {"state": QUARANTINED, "width": made.width, "height": made.height}
    return Checked({Photo.CLEAN: made.files["clean"]}, facts)


def _voice(content: bytes) -> Checked:
    sound = voice_decoding.clean(content)
    files = {Recording.PARTS[kind]: made for kind, made in sound.files.items()}
    return Checked(files, {"seconds": max(1, round(sound.ms / 1000))})


def _paper(content: bytes) -> Checked:
    """Looked through and kept as it is: it may be signed."""
    return Checked({Paper.PARTS["pdf"]: content}, {"pages": paper_decoding.pages(content)})


def _speech(words: bytes) -> Checked:
    """Not checked but said: what comes in is the text, spelled out."""
    said = synthesis.say(words.decode())
    return Checked({Speech.PARTS["webm"]: said.webm}, {"seconds": max(1, round(said.ms / 1000))})


PHOTO = Kind(
    "photo",
    Photo,
    field="photos",
    most=4,
    max_bytes=20 * MEGABYTE,
    check=_photo,
    sentences={
        "too_many": _l("There is room for 4 photos; this one was left out."),
        "empty": _l("This file is empty. Please choose the photo again."),
        "too_many_bytes": _l("This file is larger than 20\u00a0MB. Please send a smaller photo."),
        decoding.NOT_A_PHOTO: _l(
            "This is not a photo we can read (JPEG, PNG, WebP or HEIC). Please choose another one."
        ),
        decoding.DAMAGED: _l("This photo is damaged or not whole. Please choose it again."),
        decoding.MOVING: _l("This is a moving picture. Please send a still photo."),
        decoding.TOO_MANY_PIXELS: _l(
            "This photo has more than 60 million pixels. Please send a smaller one."
        ),
        decoding.TOO_HEAVY: _l("This photo takes too long to open. Please send a smaller one."),
    },
    busy=_l(
        "Very many photos are coming in just now, so nothing was sent. "
        "Your report is still on your phone: please send it again in a minute."
    ),
    replaces=False,
    later="photo_sizes",
)
VOICE = Kind(
    "voice",
    Recording,
    field="voice",
    most=1,
    max_bytes=2 * MEGABYTE,
    check=_voice,
    sentences={
        "empty": _l("The recording is empty. Please record it again."),
        "too_many_bytes": _l(
            "The recording is larger than 2\u00a0MB. Please record it again, shorter."
        ),
        voice_decoding.NOT_A_RECORDING: _l(
            "This is not a recording we can play (WebM, Ogg, M4A, MP4, 3GP, AMR or WAV). "
            "Please record it again."
        ),
        voice_decoding.VIDEO: _l("This is a video. Please record your voice alone."),
        voice_decoding.TOO_LONG: _l(
            "The recording is longer than 30 seconds. Please say it more briefly."
        ),
        voice_decoding.TOO_SHORT: _l(
            "The recording is too short. Hold the button while you speak."
        ),
        voice_decoding.DAMAGED: _l(
            "The recording is damaged or not whole. Please record it again."
        ),
        voice_decoding.TOO_HEAVY: _l(
            "The recording takes too long to open. Please record it again."
        ),
    },
    busy=_l(
        "Very many recordings are coming in just now, so nothing was sent. "
        "Your report is still on your phone: please send it again in a minute."
    ),
)
PAPER = Kind(
    "paper",
    Paper,
    field="paper",
    most=1,
    max_bytes=10 * MEGABYTE,
    check=_paper,
    sentences={
        "empty": _l("This file is empty. Please choose the document again."),
        "too_many_bytes": _l("This document is larger than 10\u00a0MB. Please send a smaller one."),
        paper_decoding.NOT_A_PAPER: _l(
            "This is not a PDF. Please save the document as PDF and choose it."
        ),
        paper_decoding.LOCKED: _l(
            "This PDF has a password. Please choose one that everybody can open."
        ),
        paper_decoding.ACTIVE: _l(
            "This PDF has a script, a file inside or something that runs by itself. "
            "Please save it as a plain PDF and choose it again."
        ),
        paper_decoding.BEHIND: _l(
            "Something stands behind the end of this PDF. Please save it anew as PDF and choose it "
            "again."
        ),
        paper_decoding.TOO_LONG: _l(
            "This PDF has more than 300 pages. Please choose a shorter one."
        ),
        paper_decoding.DAMAGED: _l("This PDF is damaged or not whole. Please choose it again."),
        paper_decoding.TOO_HEAVY: _l(
            "This PDF takes too long to look through. Please send a simpler one."
        ),
    },
    busy=_l("Very many documents are coming in just now. Nothing was sent: try again soon."),
)
SPEECH = Kind(
    "speech",
    Speech,
    field="",
    most=1,
    max_bytes=0,
    check=_speech,
    sentences={},
    busy=_l("Very much is being read aloud just now. Try again in a minute."),
)
"""No form brings one: the worker makes it of words."""
