"""What the owning rooms do with recordings: keep for a form, remove, attach, erase.

A form has one recording: a new one takes the place of the one that waited.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from app.core.db import db
from app.media import actions, voice_queries
from app.media.intake import Prepared
from app.media.models import Photo
from app.media.staging import too_many_waiting
from app.media.uploads import digest_of
from app.media.voice_intake import FIELD, PreparedVoice, VoiceRefused
from app.media.voice_models import Recording

__all__ = [
    "FIELD", "VoiceRefused", "attach", "erase", "remove_staged", "stage", "stage_with_photos",
    "staged", "sweep",
]  # fmt: skip

staged = voice_queries.staged


def stage(prepared: Prepared, token: str, now: datetime) -> list[Recording]:
    """Let the prepared recording wait for the form with `token`, and give what waits now.

    The same file sent again under the same token is taken once. Raises VoiceRefused where what
    was sent could not be taken; what waited before still waits.
    """
    if prepared.voice_refusal is not None:
        raise VoiceRefused(prepared.voice_refusal)
    waiting = staged(token)
    if prepared.voice is None:
        return waiting
    digest = digest_of(prepared.voice, token)
    if any(recording.upload_digest == digest for recording in waiting):
        prepared.voice.drop()
        return waiting
    for recording in waiting:
        erase(recording)
    kept = [_stage_one(prepared.voice, digest, token, now)]
    for old in too_many_waiting(Recording, token, now):
        erase(old)
    return kept


def stage_with_photos(
    prepared: Prepared, token: str, now: datetime
) -> tuple[list[Photo], list[Recording]]:
    """Let photos and recording wait for the form with `token`, and give all that waits now.

    Raises VoiceRefused and PhotosRefused: the one is staged though the other is refused.
    """
    try:
        recordings = stage(prepared, token, now)
    except VoiceRefused:
        actions.stage(prepared, token, now)
        raise
    return actions.stage(prepared, token, now), recordings


def remove_staged(token: str, code: str) -> None:
    """Erase the recording with `code` if it waits for the form with `token`; else do nothing."""
    for recording in staged(token):
        if recording.code == code:
            erase(recording)


def attach(recordings: Iterable[Recording]) -> None:
    """End the recordings' waiting: the caller's link rows own them now. Safe to repeat."""
    for recording in recordings:
        recording.attach()


def erase(recording: Recording) -> None:
    """Delete the recording's row now and its files after the commit.

    The owner has removed its own link row before.
    """
    actions.remove_files(recording.all_names)
    db.session.delete(recording)
    db.session.flush()


def sweep(now: datetime) -> int:
    """Erase recordings whose form never came; give how many. The caller commits."""
    count = 0
    while recordings := voice_queries.stale(now):
        for recording in recordings:
            erase(recording)
        count += len(recordings)
    return count


def _stage_one(voice: PreparedVoice, digest: str, token: str, now: datetime) -> Recording:
    recording = Recording.stage(voice.file_key, voice.ms, voice.byte_size, digest, now)
    recording.hold(token, now)
    db.session.add(recording)
    db.session.flush()
    return recording
