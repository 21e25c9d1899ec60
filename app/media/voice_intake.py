"""An uploaded recording becomes a clean one in the store: the part that touches no database.

It takes a third of a second for thirty seconds of speech, so it is done where photos are
decoded: without the database's write lock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage

from app.core.errors import Busy, DomainError
from app.media import voice_decoding as decoding
from app.media.models import new_file_key
from app.media.storage import StorageFull, store
from app.media.uploads import last_chosen
from app.media.voice_models import voice_name

log = structlog.get_logger()

FIELD = "voice"
MAX_BYTES = 2 * 1024 * 1024

SENTENCES = {
    "empty": _l("The recording is empty. Please record it again."),
    "too_many_bytes": _l(
        "The recording is larger than 2\u00a0MB. Please record it again, shorter."
    ),
    decoding.NOT_A_RECORDING: _l(
        "This is not a recording we can play (WebM, Ogg, M4A, MP4, 3GP, AMR or WAV). "
        "Please record it again."
    ),
    decoding.VIDEO: _l("This is a video. Please record your voice alone."),
    decoding.TOO_LONG: _l("The recording is longer than 30 seconds. Please say it more briefly."),
    decoding.TOO_SHORT: _l("The recording is too short. Hold the button while you speak."),
    decoding.DAMAGED: _l("The recording is damaged or not whole. Please record it again."),
    decoding.TOO_HEAVY: _l("The recording takes too long to open. Please record it again."),
}


class VoiceRefused(DomainError):
    """The recording was not taken; `reason` is a key of SENTENCES."""

    def __init__(self, reason: str) -> None:
        """Say why, and what to do."""
        super().__init__(SENTENCES[reason], field=FIELD)
        self.reason = reason


class VoiceBusy(Busy):
    """The decoders have more to do than they can; the same submission may be sent again."""

    def __init__(self) -> None:
        """Say what happened, what is safe, and what to do."""
        super().__init__(
            _l(
                "Very many recordings are coming in just now, so nothing was sent. "
                "Your report is still on your phone: please send it again in a minute."
            ),
            field=FIELD,
        )


@dataclass(frozen=True)
class PreparedVoice:
    """A clean recording in the store, and the SHA-256 of what was uploaded."""

    file_key: str
    ms: int
    byte_size: int
    upload_sha256: str

    def drop(self) -> None:
        """Remove its files: no row names them."""
        _drop(self.file_key)


def prepare(uploads: Iterable[FileStorage]) -> PreparedVoice | None:
    """Decode the last of `uploads` that is not empty and write clean files; None without one.

    Raises VoiceRefused, StorageFull and VoiceBusy, leaving no file behind.
    """
    content = last_chosen(uploads, MAX_BYTES)
    if content is None:
        return None
    if not content or len(content) > MAX_BYTES:
        raise VoiceRefused("too_many_bytes" if content else "empty")
    return _stored(_cleaned(content), hashlib.sha256(content).hexdigest())


def _cleaned(content: bytes) -> decoding.Sound:
    try:
        return decoding.clean(content)
    except decoding.Undecodable as undecodable:
        raise VoiceRefused(undecodable.reason) from undecodable
    except decoding.DecoderBusy as error:
        log.warning("media.decoders_busy")
        raise VoiceBusy from error


def _stored(sound: decoding.Sound, upload_sha256: str) -> PreparedVoice:
    file_key = new_file_key()
    try:
        for kind, content in sound.files.items():
            store().write(voice_name(file_key, kind), content)
    except StorageFull:
        _drop(file_key)
        raise
    byte_size = sum(map(len, sound.files.values()))
    return PreparedVoice(file_key, sound.ms, byte_size, upload_sha256)


def _drop(file_key: str) -> None:
    for kind in decoding.KINDS:
        store().delete(voice_name(file_key, kind))
