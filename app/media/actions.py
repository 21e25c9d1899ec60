"""What the owning rooms do with photos: take, keep, remove, attach, erase.

Files are removed by the worker after the commit, so that a rollback never leaves a row
without its files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from werkzeug.datastructures import FileStorage

from app.core import outbox
from app.core.db import db
from app.media import intake, queries
from app.media.intake import MAX_PHOTOS, CleanCopy, PhotosRefused, Prepared, Refusal, prepare
from app.media.models import Photo
from app.media.staging import too_many_waiting
from app.media.uploads import digest_of

__all__ = [
    "MAX_PHOTOS", "PhotosRefused", "attach", "erase", "prepare", "remove_staged", "stage",
    "staged", "take",
]  # fmt: skip

QUEUE = "photos"
MAKE_SIZES = "photo_sizes"
REMOVE_FILES = "photo_files"

staged = queries.staged


def take(uploads: Iterable[FileStorage], token: str, now: datetime) -> list[Photo]:
    """Prepare the uploads and stage them under the form's `token`; see `prepare` and `stage`.

    Decoding takes time: a view that holds the write lock calls the two apart.
    """
    return stage(prepare(uploads), token, now)


def stage(prepared: Prepared, token: str, now: datetime) -> list[Photo]:
    """Add the prepared photos to those that wait for the form with `token`.

    Gives all that now wait, the earlier ones first; the same file sent again under the same
    token is taken once. Raises PhotosRefused when some were not taken: the good ones are
    staged all the same, so the caller commits before it shows the form again.
    """
    waiting = queries.staged(token)
    fresh = _not_yet_among(waiting, prepared.copies, token)
    room = max(0, MAX_PHOTOS - len(waiting))
    kept, left_out = fresh[:room], fresh[room:]
    waiting += [_stage_one(copy, token, now) for copy in kept]
    if kept:
        for photo in too_many_waiting(Photo, token, now):
            erase(photo)
    intake.drop(copy for copy in prepared.copies if copy not in kept)
    refusals = prepared.refusals + [Refusal(copy.number, "too_many") for copy in left_out]
    if refusals:
        raise PhotosRefused(sorted(refusals, key=lambda refusal: refusal.number))
    return waiting


def remove_staged(token: str, code: str) -> None:
    """Erase the photo with `code` if it waits for the form with `token`; else do nothing."""
    for photo in queries.staged(token):
        if photo.code == code:
            erase(photo)


def attach(photos: Iterable[Photo]) -> None:
    """End the photos' waiting: the caller's link rows own them now. Safe to repeat."""
    for photo in photos:
        photo.attach()


def erase(photo: Photo) -> None:
    """Delete the photo's row now and its files after the commit.

    The owner has removed its own link row before.
    """
    remove_files(photo.all_names)
    db.session.delete(photo)
    db.session.flush()


def remove_files(names: Sequence[str]) -> None:
    """Have the worker remove these files of the store after the commit."""
    outbox.add(QUEUE, REMOVE_FILES, {"names": list(names)})


def ask_for_sizes(photo: Photo) -> None:
    """Have the worker make the photo's sizes; asking twice is asking once."""
    outbox.add(QUEUE, MAKE_SIZES, {"photo": photo.id}, dedupe_key=f"photo_sizes:{photo.id}")


def _not_yet_among(
    waiting: Sequence[Photo], copies: Sequence[CleanCopy], token: str
) -> list[CleanCopy]:
    """The copies whose upload does not wait yet, each upload once."""
    known = {photo.upload_digest for photo in waiting}
    first = {digest_of(copy, token): copy for copy in reversed(copies)}
    kept = [copy for digest, copy in first.items() if digest not in known]
    return sorted(kept, key=lambda copy: copy.number)


def _stage_one(copy: CleanCopy, token: str, now: datetime) -> Photo:
    digest = digest_of(copy, token)
    photo = Photo.stage(copy.file_key, copy.size, copy.byte_size, digest, now)
    photo.hold(token, now)
    db.session.add(photo)
    db.session.flush()
    ask_for_sizes(photo)
    return photo
