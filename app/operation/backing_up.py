"""Making a backup while people write, removing old ones, looking at one without restoring it."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from app.core import backup_runs, clock
from app.core.backup_runs import BackupRun
from app.core.config import settings
from app.core.db import db
from app.media.storage import store
from app.media.stores import INCOMING
from app.operation import databases, keeping, manifest
from app.operation.facts import Facts
from app.operation.manifest import File, Manifest
from app.operation.scratch import scratch
from app.operation.sealing import Sealed, Unreadable
from app.operation.target import DATABASE, MANIFEST, Index, Target


@dataclass(frozen=True)
class Made:
    """What a backup holds, and how much of it was not there before."""

    taken_at: datetime
    rows: int
    tables: int
    files: int
    new_files: int
    new_bytes: int
    audit_head: list[Any]


def make(target: Target, to: Sequence[Any], now: datetime) -> Made:
    """Make a backup of the database and of every file that its rows name, as of now.

    Files are not removed from the store meanwhile (core/backup_runs), so that those of the
    moment at which the database is copied are still there when their turn comes.

    Raises:
        ClickException: another is being written there, or a program is missing or fails.
    """
    now = now.replace(microsecond=0)
    with target.alone(), scratch() as folder:
        if now in target.moments():
            raise click.ClickException("a backup was made this very second")
        number = _begun(now)
        try:
            made = _made(target, to, now, folder)
        except BaseException:
            _forget(number)
            raise
        _note_end(number, made)
    return made


def age_out(target: Target, rule: Mapping[str, int]) -> list[datetime]:
    """Remove the backups that ``rule`` does not keep; give when those were taken."""
    with target.alone():
        return target.remove_but(keeping.kept(target.moments(), rule))


def examine(target: Target, moment: datetime, keys: Sequence[Any]) -> list[str]:
    """Say what is wrong with a backup: missing or changed files; with keys, whether all opens."""
    problems = target.problems(moment, read_all=bool(keys) or target.place.is_near)
    if keys and not problems:
        with scratch() as folder:
            problems = _examined_inside(target, moment, keys, folder)
    return problems


def _made(target: Target, to: Sequence[Any], now: datetime, folder: Path) -> Made:
    database = databases.kind_of(settings().direct_url)
    with database.copied(folder) as copied:
        sealed = target.write(target.part(now, DATABASE), copied.stream, to)
        found = copied.facts
    return _finish(target, to, now, database.name, found, sealed)


def _finish(
    target: Target, to: Sequence[Any], now: datetime, kind: str, found: Facts, database: Sealed
) -> Made:
    files, objects, written = _files(target, to)
    inside = Manifest(kind, found, files, manifest.proof())
    listed = target.write(target.part(now, MANIFEST), io.BytesIO(inside.as_bytes()), to)
    parts = {DATABASE: database, MANIFEST: listed}
    target.finish(Index(now, parts, objects, found.audit_head))
    size = sum(part.bytes for part in (*parts.values(), *written))
    rows = found.tables
    return Made(now, sum(rows.values()), len(rows), len(files), len(written), size,
                found.audit_head)  # fmt: skip


def _files(
    target: Target, to: Sequence[Any]
) -> tuple[dict[str, File], dict[str, Sealed], list[Sealed]]:
    """Every file of the store, the objects they lie in, and those of them that were written now."""
    known = target.known_objects()
    files: dict[str, File] = {}
    objects: dict[str, Sealed] = {}
    written: list[Sealed] = []
    for name, content in _contents():
        file = files[name] = manifest.file_of(content)
        if file.object not in objects:
            there = known.get(file.object)
            if there is None:
                there = target.write(target.object(file.object), io.BytesIO(content), to)
                written.append(there)
            objects[file.object] = there
    return files, objects, written


def _contents() -> Iterator[tuple[str, bytes]]:
    for name in store().names(manifest.EVER):
        content = None if name.startswith(INCOMING) else store().read(name)
        if content is not None:
            yield name, content


def _examined_inside(
    target: Target, moment: datetime, keys: Sequence[Any], folder: Path
) -> list[str]:
    try:
        inside = manifest.read(target.unseal(target.part(moment, MANIFEST), keys))
        wrong = [name for name, file in inside.files.items() if not _opens(target, file, keys)]
        with target.unsealed(target.part(moment, DATABASE), keys, folder) as copy:
            if inside.kind == databases.SQLITE:
                wrong += databases.problems_of_sqlite(copy)
                wrong += inside.facts.differences(databases.examined(f"sqlite:///{copy}"))
    except Unreadable as error:
        return [str(error)]
    return wrong


def _opens(target: Target, file: File, keys: Sequence[Any]) -> bool:
    content = target.unseal(target.object(file.object), keys)
    return manifest.digest_of(content) == file.sha256


def _begun(now: datetime) -> int:
    """Note a run before anything is read. Nothing of the session stays open: it holds locks."""
    run = backup_runs.begin(now)
    db.session.flush()
    number = run.id
    db.session.commit()
    return number


def _note_end(number: int, made: Made) -> None:
    run = db.session.get_one(BackupRun, number)
    run.finished_at, run.byte_size = clock.now(), made.new_bytes
    db.session.commit()


def _forget(number: int) -> None:
    """Leave no trace of a run that failed: files may be removed again."""
    db.session.rollback()
    db.session.delete(db.session.get_one(BackupRun, number))
    db.session.commit()
