"""What the worker does: make the sizes, remove files, sweep what nobody needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import structlog

from app.core import backup_runs, clock, jobs, outbox
from app.core.db import db
from app.media import actions, decoding, queries
from app.media.kinds import PAPER, PHOTO, VOICE
from app.media.models import READY, SIZES, Photo, file_name, key_of
from app.media.storage import store
from app.media.stores import StorageFull

log = structlog.get_logger()

ORPHAN_AFTER = timedelta(hours=25)  # longer than any form may still be on its way to its row
CHUNK = 500


@dataclass
class Swept:
    """How many stale photos, recordings and papers, stuck photos and orphaned files there were."""

    stale: int = 0
    recordings: int = 0
    papers: int = 0
    stuck: int = 0
    orphans: int = 0


@outbox.handler(PHOTO.later)
def make_sizes(job: outbox.Job) -> None:
    """Make the three WebP files of a quarantined photo, then let it be shown."""
    photo_id = job.payload[PHOTO.name]
    photo = queries.photo_by_id(photo_id)
    if photo is None or not photo.is_preparing:
        return
    file_key, clean = photo.file_key, store().read(photo.clean_name)
    db.session.commit()  # let go of the write lock: the pictures take a while
    written = None if clean is None else _written_sizes(file_key, clean)
    _finish(photo_id, file_key, written)


@outbox.handler(actions.REMOVE_FILES)
def remove_files(job: outbox.Job) -> None:
    """Remove the files named by the job; after the backup that may still want them."""
    if backup_runs.is_running(clock.now()):
        raise outbox.Later(60)
    for name in job.payload["names"]:
        store().delete(name)


@jobs.every(timedelta(hours=6))
def sweep_now() -> None:
    sweep(clock.now())


def sweep(now: datetime) -> Swept:
    """Erase what waits for a form that never came, ask again for missing sizes, delete orphans.

    Safe to run at any time and twice. A job: it commits, the rows first, so that the write lock
    is free while it walks the files.
    """
    swept = _sweep_rows(now)
    db.session.commit()
    swept.orphans = _delete_orphans(now)
    return swept


def _sweep_rows(now: datetime) -> Swept:
    photos, recordings, papers = (actions.sweep(kind, now) for kind in (PHOTO, VOICE, PAPER))
    swept = Swept(photos, recordings, papers)
    for photo in queries.stuck(now):
        actions.ask_for_rest(PHOTO, photo)
        swept.stuck += 1
    return swept


def _written_sizes(file_key: str, clean: bytes) -> int | None:
    """Write the sizes; give their bytes together, None where they cannot be made."""
    try:
        made = decoding.sizes(clean, SIZES)
        for name, content in made.files.items():
            store().write(_size_name(file_key, name), content)
    except decoding.Undecodable:
        return None
    except decoding.DecoderBusy as error:
        raise outbox.Later(10) from error
    except StorageFull as error:
        raise outbox.Later(120) from error
    return sum(map(len, made.files.values()))


def _finish(photo_id: int, file_key: str, byte_size: int | None) -> None:
    photo = queries.photo_by_id(photo_id)
    if photo is None:  # erased meanwhile: its files must not stay
        actions.remove_files([_size_name(file_key, size) for size in SIZES])
    elif byte_size is None:
        log.warning("media.sizes_failed", photo=photo_id)
        photo.fail()
    else:
        photo.become_ready(byte_size)
        actions.remove_files([photo.clean_name])


def _size_name(file_key: str, size: str) -> str:
    return file_name(file_key, Photo.PARTS[size])


def _delete_orphans(now: datetime) -> int:
    count = 0
    for names in _chunks(store().names(now - ORPHAN_AFTER)):
        states = queries.states_by_key([key_of(name) for name in names])
        db.session.rollback()  # nothing was written; the lock is not ours while files go
        orphans = [name for name in names if _is_orphan(name, states.get(key_of(name)))]
        for name in orphans:
            store().delete(name)
        count += len(orphans)
    return count


def _is_orphan(name: str, state: str | None) -> bool:
    """A file without a row, or the quarantined copy of a photo whose sizes exist."""
    return state is None or (state == READY and name.endswith(f"-{Photo.CLEAN}"))


def _chunks(names: Iterable[str]) -> Iterator[list[str]]:
    walk = iter(names)
    while chunk := list(islice(walk, CHUNK)):
        yield chunk
