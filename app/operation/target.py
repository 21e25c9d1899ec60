"""The place that backups go into: one folder each, and the files that several share.

    20261129T190000Z/index.json     what belongs to it, in the clear: sizes and digests
    20261129T190000Z/database.age   the database
    20261129T190000Z/manifest.age   what is in it: rows of each table, names and digests of files
    objects/3f/3f9c….age            photos and recordings, by a keyed digest of what they hold

A backup without ``index.json`` is none: it is written last. No key is needed to see whether all is
there and unharmed, or to remove what nothing refers to any longer.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from app.operation import sealing
from app.operation.places import Place
from app.operation.sealing import Reader, Sealed, Unreadable, measured

NAME = "%Y%m%dT%H%M%SZ"
INDEX, DATABASE, MANIFEST = "index.json", "database.age", "manifest.age"
OBJECTS = "objects"
FORMAT = 1


@dataclass(frozen=True)
class Index:
    """What belongs to one backup, and by which seal its audit log ends."""

    taken_at: datetime
    parts: Mapping[str, Sealed]
    objects: Mapping[str, Sealed]
    audit_head: list[Any]


class Target:
    """Such a place."""

    def __init__(self, place: Place) -> None:
        """Take it; a folder is made by the first backup."""
        self.place = place

    @property
    def where(self) -> str:
        return self.place.where

    def alone(self) -> AbstractContextManager[None]:
        """Let nobody else write here meanwhile. Raises ClickException where somebody does."""
        return self.place.alone()

    def moments(self) -> list[datetime]:
        """Give when its whole backups were taken, oldest first."""
        taken = (moment for moment in self._begun() if self._is_whole(moment))
        return sorted(taken)

    def part(self, moment: datetime, name: str) -> str:
        return f"{moment.strftime(NAME)}/{name}"

    def object(self, name: str) -> str:
        return f"{OBJECTS}/{name[:2]}/{name}.age"

    def write(self, name: str, source: Reader, to: Sequence[Any]) -> Sealed:
        """Keep what ``source`` gives, sealed."""
        with self.place.written(name) as file:
            return sealing.seal(source, file, to)

    def unseal(self, name: str, keys: Sequence[Any]) -> bytes:
        """Give what a small sealed file holds. Raises Unreadable."""
        with self._local(name) as path:
            return sealing.unseal(path, keys)

    @contextmanager
    def unsealed(self, name: str, keys: Sequence[Any], folder: Path) -> Iterator[Path]:
        """Open a large sealed file in ``folder``; it is gone afterwards. Raises Unreadable."""
        with self._local(name) as path, sealing.unsealed(path, keys, folder) as opened:
            yield opened

    def index(self, moment: datetime) -> Index:
        """Read what belongs to a backup. Raises ClickException where it cannot be read."""
        name = self.part(moment, INDEX)
        try:
            with self.place.local(name) as path:
                found = json.loads(path.read_text(encoding="utf-8"))
            return _index(moment, found)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise click.ClickException(f"{name} cannot be read: {error!r}") from error

    def known_objects(self) -> dict[str, Sealed]:
        """Give what the whole backups say of the files they share, of those that are there."""
        known: dict[str, Sealed] = {}
        for moment in self.moments():
            known.update(self.index(moment).objects)
        sizes = self.place.sizes(OBJECTS) if known else {}
        return {
            name: one for name, one in known.items() if sizes.get(self.object(name)) == one.bytes
        }

    def finish(self, index: Index) -> None:
        """Write the index: from now on it is a backup."""
        content = {
            "format": FORMAT,
            "parts": {name: asdict(part) for name, part in index.parts.items()},
            "audit_head": index.audit_head,
            "objects": {name: [one.bytes, one.sha256] for name, one in index.objects.items()},
        }
        with self.place.written(self.part(index.taken_at, INDEX)) as file:
            file.write(json.dumps(content).encode())

    def problems(self, moment: datetime, *, read_all: bool) -> list[str]:
        """Say what is missing from a backup or is not as it was written; no key is needed.

        Without ``read_all`` the files that backups share are measured, not read.
        """
        index = self.index(moment)
        parts = {self.part(moment, name): part for name, part in index.parts.items()}
        objects = {self.object(name): one for name, one in index.objects.items()}
        if read_all:
            return self._changed(parts | objects)
        sizes = self.place.sizes(OBJECTS)
        other = [name for name, one in objects.items() if sizes.get(name) != one.bytes]
        said = [f"{name} {'was changed' if name in sizes else 'is missing'}" for name in other]
        return self._changed(parts) + said

    def remove_but(self, kept: set[datetime]) -> list[datetime]:
        """Remove all other backups, and then what no backup refers to; give what was removed."""
        gone = [moment for moment in self.moments() if moment not in kept]
        for moment in gone:
            self.place.delete(self.part(moment, INDEX))
            self.place.delete_folder(moment.strftime(NAME))
        left = self.moments()
        wanted = {self.object(name) for moment in left for name in self.index(moment).objects}
        for name in self.place.sizes(OBJECTS):
            if name not in wanted:
                self.place.delete(name)
        for moment in set(self._begun()) - set(left):
            self.place.delete_folder(moment.strftime(NAME))
        return gone

    def _begun(self) -> Iterator[datetime]:
        found = (_moment(name) for name in self.place.folders())
        return (moment for moment in found if moment is not None)

    def _is_whole(self, moment: datetime) -> bool:
        return self.part(moment, INDEX) in self.place.sizes(moment.strftime(NAME))

    def _changed(self, files: Mapping[str, Sealed]) -> list[str]:
        return [
            f"{name} {'is missing' if found is None else 'was changed'}"
            for name, written in files.items()
            if (found := self._measured(name)) != written
        ]

    def _measured(self, name: str) -> Sealed | None:
        try:
            with self.place.local(name) as path:
                return measured(path)
        except FileNotFoundError:
            return None

    @contextmanager
    def _local(self, name: str) -> Iterator[Path]:
        with ExitStack() as stack:
            try:
                path = stack.enter_context(self.place.local(name))
            except FileNotFoundError as error:
                raise Unreadable(f"{name} is not there") from error
            yield path


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
