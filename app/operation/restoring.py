"""Putting a backup into an empty place, and saying in words what was found there afterwards."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import click

from app.core import audit
from app.core.config import settings
from app.core.db import db
from app.media.storage import store
from app.operation import databases, manifest
from app.operation.databases import Kind
from app.operation.manifest import Manifest
from app.operation.scratch import scratch
from app.operation.sealing import Unreadable
from app.operation.target import DATABASE, MANIFEST, Target

WRONG_KEY = (
    "This DATA_KEY is not the one of the backup: every name, phone number and private word in it "
    "would stay unreadable, and nobody could be found by their number. Put the DATA_KEY of that "
    "time into the settings. Is it lost for good? --without-data-key restores the rest."
)


@dataclass
class Found:
    """What was compared after restoring; ``problems`` in words, none where all fits."""

    rows: int = 0
    tables: int = 0
    files: int = 0
    problems: list[str] = field(default_factory=list)


def restore(target: Target, moment: datetime, keys: Sequence[Any], *, any_key: bool) -> Found:
    """Put the backup of ``moment`` into the database and store of the settings.

    The database comes last: where something failed before, there is none to start on.

    Raises:
        ClickException: the place is not empty, is of another kind, or the keys do not fit.
    """
    try:
        inside = manifest.read(target.unseal(target.part(moment, MANIFEST), keys))
        if not (any_key or inside.fits_this_key()):
            raise click.ClickException(WRONG_KEY)
        database = databases.kind_of(settings().direct_url)
        _refuse_unfit(database, inside)
        _put_files(target, inside, keys)
        with (
            scratch() as folder,
            target.unsealed(target.part(moment, DATABASE), keys, folder) as copy,
        ):
            database.put(copy)
    except Unreadable as error:
        raise click.ClickException(f"{error}. Nothing was put into the database.") from error
    return compared(inside)


def compared(inside: Manifest) -> Found:
    """Compare what stands here now with what the backup says of itself."""
    here = databases.examined(settings().direct_url)
    found = Found(sum(here.tables.values()), len(here.tables), len(inside.files))
    found.problems += inside.facts.differences(here)
    found.problems += _damage()
    found.problems += [f"file {name} differs" for name in _differing(inside)]
    broken = audit.broken_seal()
    db.session.rollback()
    if broken is not None:
        found.problems.append(f"the audit log's seal up to entry {broken.last_id} does not fit")
    return found


def _refuse_unfit(database: Kind, inside: Manifest) -> None:
    if database.name != inside.kind:
        raise click.ClickException(
            f"the backup is of {inside.kind}, DATABASE_URL names {database.name}"
        )
    if not database.is_empty():
        raise click.ClickException("the database is not empty; restore only into an empty place")
    if next(_names(), None) is not None:
        raise click.ClickException("MEDIA_URL is not empty; restore only into an empty place")


def _names() -> Iterator[str]:
    return store().names(manifest.EVER)


def _put_files(target: Target, inside: Manifest, keys: Sequence[Any]) -> None:
    for name, file in inside.files.items():
        content = target.unseal(target.object(file.object), keys)
        if manifest.digest_of(content) != file.sha256:
            raise Unreadable(f"file {name} is not what was backed up")
        store().write(name, content)


def _differing(inside: Manifest) -> Iterator[str]:
    for name, file in inside.files.items():
        content = store().read(name)
        if content is None or manifest.digest_of(content) != file.sha256:
            yield name


def _damage() -> Sequence[str]:
    database = databases.kind_of(settings().direct_url)
    if isinstance(database, databases.Sqlite):
        return databases.problems_of_sqlite(database.file)
    return ()
