"""Where backups lie: a folder, or a bucket of an S3-compatible store. Names have slashes.

A bucket is asked for PUT, GET, HEAD, DELETE and LIST, and for uploads in parts where a file is
large; never to refuse what is there already, which few stores do. That no two backups are written
there at once, the database tells (``core/backup_runs``).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol
from urllib.parse import unquote, urlsplit

import click

from app.core import backup_runs, clock
from app.core.backup_runs import BackupRun
from app.core.config import settings
from app.core.db import db
from app.core.durable import sync_folder, written_whole
from app.core.lazy import lazy
from app.core.private import FILE, private_folder
from app.media.bucket import Access
from app.operation.scratch import scratch

if TYPE_CHECKING:
    import obstore
    import obstore.exceptions
    import obstore.store
else:
    obstore = lazy("obstore")
    obstore.exceptions = lazy("obstore.exceptions")
    obstore.store = lazy("obstore.store")

LOCK = "lock"
SCHEME = "s3://"
IN_PARTS_OF = 16 * 1024 * 1024
"""Bytes: what is larger goes into a bucket in parts of this size."""
SECONDS, SECONDS_TO_CONNECT, TRIES_MORE = 300, 10, 5
BUSY = "another backup is being written there"


class Away(click.ClickException):
    """The store does not answer, or refuses; the words say which."""


class Place(Protocol):
    """What a backup needs of where it lies."""

    where: str
    is_near: bool
    """Reading all of it back costs nothing but time."""

    def alone(self) -> contextlib.AbstractContextManager[None]:
        """Let nobody else write here meanwhile. Raises ClickException where somebody does."""

    def folders(self) -> list[str]:
        """Give the names of the folders at the top."""

    def sizes(self, folder: str) -> dict[str, int]:
        """Give every file below ``folder`` with its bytes."""

    def written(self, name: str) -> contextlib.AbstractContextManager[IO[bytes]]:
        """Write a file that is there whole or not at all, in the place of one that is there."""

    def local(self, name: str) -> contextlib.AbstractContextManager[Path]:
        """Give a file to read. Raises FileNotFoundError."""

    def delete(self, name: str) -> None:
        """Remove a file; one that is not there is fine."""

    def delete_folder(self, folder: str) -> None:
        """Remove what is below ``folder``."""


def place_of(where: Path | str) -> Place:
    """Give the folder, or the bucket of ``s3://bucket/prefix``. Raises ClickException."""
    if isinstance(where, Path):
        return Folder(where)
    parts = urlsplit(where)
    access = settings().backup_access
    if not (access["endpoint"] and access["key"] and access["secret"] and parts.netloc):
        raise click.ClickException(
            "a bucket for backups needs s3://bucket/prefix, BACKUP_S3_ENDPOINT, BACKUP_S3_KEY and "
            "BACKUP_S3_SECRET (or those of S3_…)"
        )
    return Bucket(parts.netloc, unquote(parts.path).strip("/"), Access(**access))


class Folder:
    """A folder, better on another machine's disk."""

    is_near = True

    def __init__(self, root: Path) -> None:
        """Take the folder, which a backup makes where it is missing."""
        self.root, self.where = root, str(root)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder's lock."""
        private_folder(self.root)
        handle = os.open(self.root / LOCK, os.O_RDWR | os.O_CREAT, FILE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise click.ClickException(BUSY) from error
        else:
            yield
        finally:
            os.close(handle)

    def folders(self) -> list[str]:
        if not self.root.is_dir():
            return []
        return [path.name for path in self.root.iterdir() if path.is_dir()]

    def sizes(self, folder: str) -> dict[str, int]:
        return {
            path.relative_to(self.root).as_posix(): path.stat().st_size
            for path in (self.root / folder).rglob("*")
            if path.is_file()
        }

    @contextmanager
    def written(self, name: str) -> Iterator[IO[bytes]]:
        """Write it beside its place and move it there, synced, its folder's name too."""
        path = self.root / name
        is_new = not path.parent.exists()
        private_folder(path.parent)
        with written_whole(path) as file:
            yield file
        if is_new:
            sync_folder(path.parent.parent)

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """Give the file itself."""
        path = self.root / name
        if not path.is_file():
            raise FileNotFoundError(name)
        yield path

    def delete(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    def delete_folder(self, folder: str) -> None:
        shutil.rmtree(self.root / folder)


class Bucket:
    """A bucket, below a prefix where one is named."""

    is_near = False

    def __init__(self, bucket: str, prefix: str, access: Access) -> None:
        """Take it; nothing is connected before it is first used."""
        self.bucket, self.prefix, self.access = bucket, prefix, access
        self.where = f"{SCHEME}{bucket}/{prefix}".rstrip("/")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Note it in the database, whose other machines look there; a killed run lasts six hours.

        Each notes itself before it looks: of two at once at most one goes on.
        """
        now = clock.now()
        run = backup_runs.begin(now)
        db.session.commit()
        number = run.id
        try:
            if backup_runs.is_running(now, besides=number):
                raise click.ClickException(f"{BUSY}, or one was killed within the last six hours")
            db.session.rollback()
            yield
        finally:
            db.session.rollback()
            db.session.delete(db.session.get_one(BackupRun, number))
            db.session.commit()

    def folders(self) -> list[str]:
        with _told():
            found = obstore.list_with_delimiter(self._store)
            return [path.rstrip("/").rsplit("/", 1)[-1] for path in found["common_prefixes"]]

    def sizes(self, folder: str) -> dict[str, int]:
        with _told():
            return {
                one["path"]: one["size"]
                for some in obstore.list(self._store, f"{folder}/", chunk_size=1_000)
                for one in some
            }

    @contextmanager
    def written(self, name: str) -> Iterator[IO[bytes]]:
        """Write it here first, then send it whole, in parts where it is large."""
        with scratch() as folder:
            path = folder / "sealed"
            with path.open("wb") as file:
                yield file
            with _told():
                obstore.put(self._store, name, path, chunk_size=IN_PARTS_OF)

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """Fetch it, a piece at a time."""
        with scratch() as folder:
            path = folder / name.rsplit("/", 1)[-1]
            with _told(), path.open("wb") as file:
                for piece in obstore.get(self._store, name).stream():
                    file.write(bytes(piece))
            yield path

    def delete(self, name: str) -> None:
        with _told(), contextlib.suppress(FileNotFoundError):
            obstore.delete(self._store, name)

    def delete_folder(self, folder: str) -> None:
        for name in self.sizes(folder):
            self.delete(name)

    @cached_property
    def _store(self) -> Any:
        return self.access.store(self.bucket, self.prefix, SECONDS, SECONDS_TO_CONNECT, TRIES_MORE)


@contextmanager
def _told() -> Iterator[None]:
    """Say in one line what the store said."""
    try:
        yield
    except (FileNotFoundError, obstore.exceptions.NotFoundError) as error:
        raise FileNotFoundError(str(error)[:200]) from error
    except (obstore.exceptions.BaseError, OSError) as error:
        said = str(error).strip().splitlines()[:1]
        raise Away(f"the store of the backups failed: {''.join(said)[:300]}") from error
