"""Where the files lie: randomly named, in a folder or a bucket, written whole or not at all.

A store is anything with the methods of `Store`; MEDIA_URL says which. Files are written
before the row that names them, so a row never points at half a file; a file without a row is
swept up later.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import structlog
from flask import Flask, current_app

from app.core import health
from app.core.config import Config, ConfigurationError
from app.core.durable import sync_folder
from app.media.bucket import Access, Bucket
from app.media.stores import INCOMING, StorageFull

log = structlog.get_logger()


class Store(Protocol):
    """What the room needs of a place for files."""

    def write(self, name: str, content: bytes) -> None:
        """Keep `content` under `name`, durably, replacing what was there. Raises StorageFull."""

    def read(self, name: str) -> bytes | None: ...

    def delete(self, name: str) -> None:
        """Remove `name`; one that is not there is fine."""

    def names(self, before: datetime) -> Iterator[str]:
        """Give the names last written before `before` (aware), in no order."""

    def try_out(self) -> None:
        """Write something and take it away again. Raises StorageFull."""


class Folder:
    """A store in a local folder, with two levels of folders so that none grows too large."""

    def __init__(self, root: Path) -> None:
        """Take the folder; it is made when first written to."""
        self.root = root

    def write(self, name: str, content: bytes) -> None:
        """Keep `content` under `name`: temporary file, fsync, rename, fsync of the folder.

        Raises StorageFull for whatever the file system refuses (no room, quota, read only …);
        the temporary file is removed.
        """
        try:
            temporary = self._incoming()
            try:
                _write_synced(temporary, content)
                self._move(temporary, self._path(name))
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            log.error("media.not_stored", errno=error.errno, error=error.strerror)
            raise StorageFull from error

    def read(self, name: str) -> bytes | None:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None

    def delete(self, name: str) -> None:
        """Remove `name`; one that is not there is fine."""
        self._path(name).unlink(missing_ok=True)

    def names(self, before: datetime) -> Iterator[str]:
        """Give the names last written before `before` (aware), left-over temporary ones too."""
        for path in self.root.glob("*/**/*"):
            with contextlib.suppress(FileNotFoundError):  # removed while we walk
                written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                if path.is_file() and written < before:
                    yield str(path.relative_to(self.root))

    def try_out(self) -> None:
        """Write a few bytes to the disk and take them away. Raises StorageFull."""
        try:
            temporary = self._incoming()
            try:
                _write_synced(temporary, b"tried out")
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            log.error("media.not_writable", errno=error.errno, error=error.strerror)
            raise StorageFull from error

    def _path(self, name: str) -> Path:
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise ValueError("a name outside the folder")
        return path

    def _incoming(self) -> Path:
        folder = self.root / INCOMING
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / secrets.token_hex(16)

    def _move(self, temporary: Path, path: Path) -> None:
        made = _make_folders(path.parent)
        temporary.replace(path)
        for folder in (path.parent, *made):
            sync_folder(folder)


def init_app(app: Flask) -> None:
    """Open the store that MEDIA_URL names; `instance/media` where it names none."""
    config: Config = app.config["SETTINGS"]
    app.extensions["media_store"] = open_store(config)
    health.ready_when(app, "storage", _readiness)


def open_store(config: Config) -> Store:
    """Give the store that the settings name; raise ConfigurationError for one we do not have."""
    if not config.media_url:
        return Folder(config.instance / "media")
    parts = urlsplit(config.media_url)
    if parts.scheme == "file" and parts.path and not parts.netloc:
        return Folder(Path(unquote(parts.path)))
    if parts.scheme == "s3" and parts.netloc:
        return Bucket(parts.netloc, unquote(parts.path).strip("/"), _access(config))
    raise ConfigurationError("MEDIA_URL must be file:/a/folder or s3://bucket/prefix")


def _access(config: Config) -> Access:
    found = Access(config.s3_endpoint, config.s3_region, config.s3_key, config.s3_secret)
    if not (found.endpoint and found.key and found.secret):
        raise ConfigurationError("a bucket needs S3_ENDPOINT, S3_KEY and S3_SECRET")
    return found


def store() -> Store:
    current: Store = current_app.extensions["media_store"]
    return current


def _readiness() -> str:
    try:
        store().try_out()
    except StorageFull:
        return "not writable"
    return health.OK


def _write_synced(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _make_folders(folder: Path) -> list[Path]:
    """Make the folder and those above it; give the parents whose entries changed."""
    missing = [one for one in (folder, folder.parent) if not one.is_dir()]
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return [one.parent for one in missing]
