"""The doorbell: Huey's queue, of which a process that only rings needs no more than the writing.

What lies in the queue is the name of an outbox's queue, in UTF-8; ``consumer`` hears it with Huey
in the worker. A ring that is lost costs seconds: the sweep is the guarantee.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.core.config import Config
from app.core.lazy import lazy
from app.core.private import private_database, private_folder

if TYPE_CHECKING:
    import redis
else:
    redis = lazy("redis")

NAME = "bell"
WAIT_SECONDS = 5.0
# As Huey's SqliteStorage makes and writes it (huey 3.5).
TABLE = """CREATE TABLE IF NOT EXISTS task (id INTEGER NOT NULL PRIMARY KEY,
    queue TEXT NOT NULL, data BLOB NOT NULL, priority REAL NOT NULL DEFAULT 0.0)"""
RING = "INSERT INTO task (queue, data, priority) VALUES (?, ?, 0)"


class Bell(Protocol):
    """What can be rung."""

    def ring(self, queue: str) -> None:
        """Have the worker drain ``queue``; raises where the bell is out of reach."""


class FileBell:
    """Huey's queue in a file of its own."""

    def __init__(self, path: Path) -> None:
        """Make the file, readable by its owner alone."""
        private_folder(path.parent)
        private_database(path)
        self.path = path
        self._write(TABLE)

    def ring(self, queue: str) -> None:
        self._write(RING, (NAME, queue.encode()))

    def _write(self, statement: str, values: tuple[str, bytes] | tuple[()] = ()) -> None:
        # Truncate and fsync: WAL in older SQLite versions can corrupt a file written by several.
        with closing(sqlite3.connect(self.path, WAIT_SECONDS, isolation_level=None)) as file:
            file.execute("PRAGMA journal_mode=TRUNCATE")
            file.execute("PRAGMA synchronous=FULL")
            file.execute(statement, values)


class RedisBell:
    """Huey's queue in Redis."""

    def __init__(self, url: str) -> None:
        """Connect when first rung."""
        self.client = redis.Redis.from_url(url)

    def ring(self, queue: str) -> None:
        self.client.lpush(f"huey.redis.{NAME}", queue.encode())


def bell_for(settings: Config) -> Bell:
    if settings.redis_url:
        return RedisBell(settings.redis_url)
    return FileBell(file_for(settings))


def file_for(settings: Config) -> Path:
    """Give the file of the bell where there is no Redis."""
    return settings.instance / "doorbell.sqlite"
