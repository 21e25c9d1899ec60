"""The folder that backups go into: one folder each, and the files that several share.

    20261129T190000Z/index.json     what belongs to it, in the clear: sizes and digests
    20261129T190000Z/database.age   the database
    20261129T190000Z/manifest.age   what is in it: rows of each table, names and digests of files
    objects/3f/3f9c….age            photos and recordings, by a keyed digest of what they hold

A backup without ``index.json`` is none: it is written last. No key is needed to see whether all is
there and unharmed, or to remove what nothing refers to any longer.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from app.core.durable import sync_folder, written_whole
from app.core.private import FILE, private_folder
from app.operation.sealing import Sealed, measured

NAME = "%Y%m%dT%H%M%SZ"
INDEX, DATABASE, MANIFEST = "index.json", "database.age", "manifest.age"
OBJECTS, LOCK = "objects", "lock"
FORMAT = 1


@dataclass(frozen=True)
class Index:
    """What belongs to one backup, and by which seal its audit log ends."""

    taken_at: datetime
    parts: Mapping[str, Sealed]
    objects: Mapping[str, Sealed]
    audit_head: list[Any]


class Target:
    """One such folder."""

    def __init__(self, root: Path) -> None:
        """Take the folder, which a backup makes where it is missing."""
        self.root = root

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let nobody else write here meanwhile. Raises ClickException where somebody does."""
        private_folder(self.root)
        handle = os.open(self.root / LOCK, os.O_RDWR | os.O_CREAT, FILE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise click.ClickException("another backup is being written there") from error
        else:
            yield
        finally:
            os.close(handle)

    def moments(self) -> list[datetime]:
        """Give when its whole backups were taken, oldest first."""
        found = (_moment(path.parent.name) for path in self.root.glob(f"*/{INDEX}"))
        return sorted(moment for moment in found if moment is not None)

    def folder(self, moment: datetime) -> Path:
        return self.root / moment.strftime(NAME)

    def object(self, name: str) -> Path:
        return self.root / OBJECTS / name[:2] / f"{name}.age"

    def index(self, moment: datetime) -> Index:
        """Read what belongs to a backup. Raises ClickException where it cannot be read."""
        path = self.folder(moment) / INDEX
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return _index(moment, found)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise click.ClickException(f"{path} cannot be read: {error!r}") from error

    def known_objects(self) -> dict[str, Sealed]:
        """Give what the whole backups say of the files they share."""
        known: dict[str, Sealed] = {}
        for moment in self.moments():
            known.update(self.index(moment).objects)
        return known

    def finish(self, index: Index) -> None:
        """Write the index: from now on it is a backup."""
        content = {
            "format": FORMAT,
            "parts": {name: asdict(part) for name, part in index.parts.items()},
            "audit_head": index.audit_head,
            "objects": {name: [one.bytes, one.sha256] for name, one in index.objects.items()},
        }
        folder = self.folder(index.taken_at)
        with written_whole(folder / INDEX) as file:
            file.write(json.dumps(content).encode())
        sync_folder(self.root)

    def problems(self, moment: datetime) -> list[str]:
        """Say what is missing from a backup or is not as it was written; no key is needed."""
        index = self.index(moment)
        files = {self.folder(moment) / name: part for name, part in index.parts.items()}
        files |= {self.object(name): one for name, one in index.objects.items()}
        return [
            f"{path.relative_to(self.root)} {'is missing' if found is None else 'was changed'}"
            for path, written in files.items()
            if (found := measured(path)) != written
        ]

    def remove_but(self, kept: set[datetime]) -> list[datetime]:
        """Remove all other backups, and then what no backup refers to; give what was removed."""
        gone = [moment for moment in self.moments() if moment not in kept]
        for moment in gone:
            (self.folder(moment) / INDEX).unlink()
            shutil.rmtree(self.folder(moment))
        wanted = self.known_objects().keys()
        for path in self.root.glob(f"{OBJECTS}/*/*"):
            if path.name.removesuffix(".age") not in wanted:
                path.unlink()
        self._remove_unfinished()
        return gone

    def _remove_unfinished(self) -> None:
        for folder in self.root.iterdir():
            if _moment(folder.name) is not None and not (folder / INDEX).exists():
                shutil.rmtree(folder)


def _index(moment: datetime, found: dict[str, Any]) -> Index:
    if found["format"] != FORMAT:
        raise ValueError(f"format {found['format']} is not known to this release")
    parts = {name: Sealed(**values) for name, values in found["parts"].items()}
    objects = {name: Sealed(*values) for name, values in found["objects"].items()}
    return Index(moment, parts, objects, found["audit_head"])


def _moment(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
