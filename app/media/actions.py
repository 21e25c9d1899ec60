"""What the owning rooms do with photos, recordings and papers: take, keep, remove, attach, erase.

Files are removed by the worker after the commit, so that a rollback never leaves a row
without its files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from werkzeug.datastructures import FileStorage

from app.core import outbox
from app.core.db import db
from app.core.fork_server import Undecodable
from app.media import queries
from app.media.intake import (
    CleanCopy,
    Prepared,
    Refusal,
    Refused,
    prepare,
    prepare_apart,
    repainted,
)
from app.media.kinds import PHOTO, SPEECH, Kind, Row, covered
from app.media.models import Attachment, Photo
from app.media.staging import too_many_waiting
from app.media.storage import store

__all__ = [
    "CleanCopy", "Refused", "attach", "cover", "erase", "keep", "prepare", "prepare_apart",
    "remove_staged", "say", "stage", "stage_all", "staged", "sweep", "take", "waiting",
]  # fmt: skip

QUEUE = "photos"
REMOVE_FILES = "photo_files"

staged, waiting = queries.staged, queries.waiting


def take(uploads: Iterable[FileStorage], token: str, now: datetime) -> list[Photo]:
    """Prepare photos and stage them under the form's `token`; see `prepare` and `stage`.

    Decoding takes time: a view that holds the write lock calls the two apart.
    """
    return stage(PHOTO, prepare({PHOTO: uploads}), token, now)


def stage(kind: Kind[Row], prepared: Prepared, token: str, now: datetime) -> list[Row]:
    """Let the prepared ones of a kind wait for the form with `token`; give all that wait now.

    The same file sent again under the same token is taken once. Raises Refused when some were
    not taken: the good ones are staged all the same, so the caller commits before it shows the
    form again.
    """
    waiting, sent = queries.staged(kind, token), prepared.of(kind)
    fresh = _not_yet_among(waiting, sent, token)
    if kind.replaces and fresh:
        for row in waiting:
            erase(row)
        waiting = []
    room = max(0, kind.most - len(waiting))
    kept, left_out = fresh[:room], fresh[room:]
    waiting += [_stage_one(kind, copy, token, now) for copy in kept]
    if kept:
        for row in too_many_waiting(kind.table, token, now):
            erase(row)
    for copy in sent:
        if copy not in kept:
            copy.drop()
    refusals = [Refusal(kind, copy.number, "too_many") for copy in left_out]
    refusals += prepared.refused(kind)
    if refusals:
        raise Refused(sorted(refusals, key=lambda refusal: refusal.number))
    return waiting


def stage_all(
    kinds: Iterable[Kind[Any]], prepared: Prepared, token: str, now: datetime
) -> list[list[Any]]:
    """Let those of each kind wait for the form with `token`; give for each all that wait now.

    Raises the first kind's Refused: the others are staged though one is refused.
    """
    found, refused = [], []
    for kind in kinds:
        try:
            found.append(stage(kind, prepared, token, now))
        except Refused as error:
            refused.append(error)
    if refused:
        raise refused[0]
    return found


def cover(photo: Photo, boxes: Sequence[tuple[int, int, int, int]]) -> CleanCopy | None:
    """Paint boxes over a ready photo; give the copy, None where its file is gone or broken.

    Decoding takes time: called without the write lock. Raises Busy and StorageFull.
    """
    content = store().read(photo.name("large")) if photo.is_ready else None
    if content is None:
        return None
    try:
        return repainted(PHOTO, content, lambda whole: covered(whole, boxes))
    except Undecodable:
        return None


def keep(kind: Kind[Row], copy: CleanCopy, now: datetime) -> Row:
    """Make a row of a copy that no form waits for; what is made later comes later."""
    row = kind.table.stage(copy.file_key, copy.byte_size, "", now, **copy.facts)
    row.attach()
    db.session.add(row)
    db.session.flush()
    ask_for_rest(kind, row)
    return row


def say(words: str) -> CleanCopy:
    """Have spelled-out words said, and keep the sound: without the write lock, for the worker.

    Raises Undecodable, TooBusy and StorageFull.
    """
    return repainted(SPEECH, words.encode(), SPEECH.check)


def remove_staged(token: str, unwanted: Collection[str]) -> None:
    """Erase those with the codes `unwanted` that wait for the form with `token`, no others."""
    for row in queries.waiting(token) if unwanted else ():
        if row.code in unwanted:
            erase(row)


def attach(rows: Iterable[Attachment]) -> None:
    """End the waiting: the caller's link rows own them now. Safe to repeat."""
    for row in rows:
        row.attach()


def erase(row: Attachment) -> None:
    """Delete the row now and its files after the commit.

    The owner has removed its own link row before.
    """
    remove_files(row.all_names)
    db.session.delete(row)
    db.session.flush()


def let_go(*holders: Any) -> None:
    """Erase what hangs on these rows by their ``links``, each of which has a ``thing``."""
    things = [link.thing for holder in holders for link in holder.links]
    for holder in holders:
        holder.links = []
    db.session.flush()
    for thing in things:
        erase(thing)


def sweep(kind: Kind[Any], now: datetime) -> int:
    """Erase those whose form never came; give how many. The caller commits."""
    count = 0
    while rows := queries.stale(kind, now):
        for row in rows:
            erase(row)
        count += len(rows)
    return count


def remove_files(names: Sequence[str]) -> None:
    """Have the worker remove these files of the store after the commit."""
    outbox.add(QUEUE, REMOVE_FILES, {"names": list(names)})


def ask_for_rest(kind: Kind[Row], row: Row) -> None:
    """Have the worker make what is made later; asking twice is asking once."""
    if kind.later:
        outbox.add(QUEUE, kind.later, {kind.name: row.id}, dedupe_key=f"{kind.later}:{row.id}")


def _not_yet_among(
    waiting: Sequence[Attachment], copies: Sequence[CleanCopy], token: str
) -> list[CleanCopy]:
    """The copies whose upload does not wait yet, each upload once."""
    known = {row.upload_digest for row in waiting}
    first = {copy.digest(token): copy for copy in reversed(copies)}
    kept = [copy for digest, copy in first.items() if digest not in known]
    return sorted(kept, key=lambda copy: copy.number)


def _stage_one(kind: Kind[Row], copy: CleanCopy, token: str, now: datetime) -> Row:
    row = kind.table.stage(copy.file_key, copy.byte_size, copy.digest(token), now, **copy.facts)
    row.fingerprint = copy.upload_sha256 if kind is PHOTO else None
    row.hold(token, now)
    db.session.add(row)
    db.session.flush()
    ask_for_rest(kind, row)
    return row
