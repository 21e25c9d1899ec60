"""Uploads become clean copies in the store: the part that touches no database.

It takes tens of milliseconds a photo. A view that already read something holds the database's
write lock (see core/db), so it commits first, prepares, and only then writes its rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import structlog
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app.core.errors import Busy, DomainError
from app.media import decoding, voice_intake
from app.media.models import file_name, new_file_key
from app.media.storage import store
from app.media.voice_intake import PreparedVoice, VoiceRefused

log = structlog.get_logger()

MAX_PHOTOS = 4
MAX_BYTES = 20 * 1024 * 1024

SENTENCES = {
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
}


@dataclass(frozen=True)
class Refusal:
    """Which of the sent photos (from 1) was not taken, and why (a key of SENTENCES)."""

    number: int
    reason: str

    def __str__(self) -> str:
        """The sentence for the person."""
        return gettext(
            "Photo %(number)s: %(reason)s", number=self.number, reason=SENTENCES[self.reason]
        )


class PhotosRefused(DomainError):
    """Some photos were not taken. The good ones are staged: commit, and show the form again."""

    def __init__(self, refusals: list[Refusal]) -> None:
        """Take the refusals; the message has a line for each."""
        super().__init__(LazyString(lambda: "\n".join(map(str, refusals))), field="photos")
        self.refusals = refusals


class TooBusy(Busy):
    """The decoders have more to do than they can; the same submission may be sent again."""

    def __init__(self) -> None:
        """Say what happened, what is safe, and what to do."""
        super().__init__(
            _l(
                "Very many photos are coming in just now, so nothing was sent. "
                "Your report is still on your phone: please send it again in a minute."
            ),
            field="photos",
        )


@dataclass(frozen=True)
class CleanCopy:
    """A clean copy in the store, its place among the uploads (from 1), and their SHA-256."""

    number: int
    file_key: str
    size: tuple[int, int]
    byte_size: int
    upload_sha256: str


@dataclass
class Prepared:
    """What came of the uploads of one submission."""

    copies: list[CleanCopy] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    voice: PreparedVoice | None = None
    voice_refusal: str | None = None

    @property
    def fingerprints(self) -> list[str]:
        """What tells these uploads from others."""
        voices = [self.voice.upload_sha256] if self.voice else []
        return [*(copy.upload_sha256 for copy in self.copies), "voice", *voices]

    def drop(self) -> None:
        """Remove the files: no row names them."""
        drop(self.copies)
        if self.voice:
            self.voice.drop()


def prepare(uploads: Iterable[FileStorage], voices: Iterable[FileStorage] = ()) -> Prepared:
    """Decode `uploads` and write a clean copy of each good one; the others become refusals.

    `voices` are the form's recordings, of which the last one counts. Empty file fields are
    passed over. Raises StorageFull, TooBusy and VoiceBusy, leaving no file behind.
    """
    prepared = Prepared()
    chosen = [upload for upload in uploads if upload.filename or _has_content(upload)]
    try:
        for number, upload in enumerate(chosen, 1):
            _take_in(prepared, number, upload)
        _take_voice(prepared, voices)
    except Busy:
        prepared.drop()
        raise
    return prepared


def drop(copies: Iterable[CleanCopy]) -> None:
    """Remove clean copies that no row names."""
    for copy in copies:
        store().delete(file_name(copy.file_key, "clean.jpg"))


def _has_content(upload: FileStorage) -> bool:
    start: bytes = upload.stream.read(1)
    upload.stream.seek(0)
    return bool(start)


def _take_in(prepared: Prepared, number: int, upload: FileStorage) -> None:
    content: Any = upload.stream.read(MAX_BYTES + 1)
    reason = _refusal_before_decoding(number, content)
    if reason is None:
        try:
            prepared.copies.append(_clean_copy(number, content))
        except decoding.Undecodable as undecodable:
            reason = undecodable.reason
    if reason is not None:
        prepared.refusals.append(Refusal(number, reason))


def _take_voice(prepared: Prepared, voices: Iterable[FileStorage]) -> None:
    try:
        prepared.voice = voice_intake.prepare(voices)
    except VoiceRefused as refused:
        prepared.voice_refusal = refused.reason


def _refusal_before_decoding(number: int, content: bytes) -> str | None:
    if number > MAX_PHOTOS:
        return "too_many"
    if not content:
        return "empty"
    return "too_many_bytes" if len(content) > MAX_BYTES else None


def _clean_copy(number: int, content: bytes) -> CleanCopy:
    try:
        decoded = decoding.clean(content)
    except decoding.DecoderBusy as error:
        log.warning("media.decoders_busy")
        raise TooBusy from error
    clean = decoded.files["clean"]
    file_key = new_file_key()
    store().write(file_name(file_key, "clean.jpg"), clean)
    fingerprint = hashlib.sha256(content).hexdigest()
    return CleanCopy(number, file_key, (decoded.width, decoded.height), len(clean), fingerprint)
