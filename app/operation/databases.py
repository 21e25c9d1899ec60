"""A database copied at one moment while others write, and put into an empty one.

SQLite by its on-line backup, PostgreSQL by ``pg_dump`` in custom format. What is counted is
counted at the very moment of the copy.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Protocol

import click
from sqlalchemy import Engine, create_engine, inspect, make_url, text
from sqlalchemy.engine import URL

from app.core.durable import written_whole
from app.core.engines import driver_for, engine_options
from app.core.lazy import lazy
from app.core.private import BESIDE, private_database, private_folder
from app.operation import facts
from app.operation.facts import Facts

if TYPE_CHECKING:
    import psycopg.conninfo
else:
    psycopg = lazy("psycopg")
    psycopg.conninfo = lazy("psycopg.conninfo")

SQLITE, POSTGRESQL = "sqlite", "postgresql"
LOCK_WAIT = "30s"


@dataclass(frozen=True)
class Copied:
    """A copy on its way: its bytes as a stream, and what the database said at that moment."""

    stream: IO[bytes]
    facts: Facts


class Kind(Protocol):
    """What a kind of database can do here."""

    name: str

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Copied]:
        """Give a copy as of now; ``folder`` is private and may hold it meanwhile."""

    def is_empty(self) -> bool:
        """Tell whether there is nothing that restoring would overwrite."""

    def put(self, copy: Path) -> None:
        """Put a copy (a file of the same kind) into this empty one; whole or not at all."""


def kind_of(url: str) -> Kind:
    """Give what handles the database at ``url``."""
    return Sqlite(url) if driver_for(url) is not None else Postgres(url)


class Sqlite:
    """A file."""

    name = SQLITE

    def __init__(self, url: str) -> None:
        """Take its address."""
        self.url = url
        self.file = Path(make_url(url).database or "")

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Copied]:
        """Copy it page by page in one read transaction: nobody waits, nothing is half there."""
        copy = folder / "copy.sqlite"
        try:
            self._copy(copy)
            found = examined(f"sqlite:///{copy}")
            with copy.open("rb") as stream:
                yield Copied(stream, found)
        finally:
            copy.unlink(missing_ok=True)

    def is_empty(self) -> bool:
        """Tell whether the file is missing or holds no table."""
        return not self.file.exists() or _has_no_tables(self.url)

    def put(self, copy: Path) -> None:
        """Check the copy and move it into its place."""
        damage = problems_of_sqlite(copy)
        if damage:
            raise click.ClickException(f"the database in the backup is damaged: {damage[0]}")
        private_folder(self.file.parent)
        for ending in BESIDE:
            Path(f"{self.file}{ending}").unlink(missing_ok=True)
        with written_whole(self.file) as file, copy.open("rb") as source:
            shutil.copyfileobj(source, file)

    def _copy(self, copy: Path) -> None:
        driver = driver_for(self.url)
        assert driver is not None
        private_database(copy)
        source, target = driver.connect(str(self.file)), driver.connect(str(copy))
        try:
            source.backup(target)
        finally:
            target.close()
            source.close()


class Postgres:
    """A database of a server, reached with its own programs."""

    name = POSTGRESQL

    def __init__(self, url: str) -> None:
        """Take its address."""
        self.url = make_url(url)

    @contextmanager
    def copied(self, folder: Path) -> Iterator[Copied]:
        """Dump the snapshot in which the rows are counted."""
        engine = _engine(self.url)
        isolated = engine.execution_options(isolation_level="REPEATABLE READ")
        try:
            with isolated.connect() as connection:
                snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
                found = facts.of(connection)
                with self._dumped(snapshot) as stream:
                    yield Copied(stream, found)
        finally:
            engine.dispose()

    def is_empty(self) -> bool:
        """Tell whether the database holds no table."""
        return _has_no_tables(self.url)

    def put(self, copy: Path) -> None:
        """Restore the dump in one transaction."""
        done = subprocess.run(  # noqa: S603  fixed program, no shell
            [*_program("pg_restore"), "--exit-on-error", "--single-transaction", "--no-owner",
             "--no-privileges", "--dbname", self._where(), str(copy)],
            env=self._environment(), stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise click.ClickException(f"pg_restore failed: {done.stderr.strip()}")

    @contextmanager
    def _dumped(self, snapshot: str) -> Iterator[IO[bytes]]:
        command = [*_program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges",
                   f"--snapshot={snapshot}", f"--lock-wait-timeout={LOCK_WAIT}",
                   "--dbname", self._where()]  # fmt: skip
        with TemporaryFile("w+") as said, subprocess.Popen(  # noqa: S603  fixed program, no shell
            command, env=self._environment(), stdout=subprocess.PIPE, stderr=said
        ) as dump:  # fmt: skip
            assert dump.stdout is not None
            yield dump.stdout
            if dump.wait():
                said.seek(0)
                raise click.ClickException(f"pg_dump failed: {said.read().strip()}")

    def _where(self) -> str:
        """The address as libpq reads it, without the password: others see a command's words."""
        parts = self.url.translate_connect_args(username="user", database="dbname")
        parts.pop("password", None)
        return psycopg.conninfo.make_conninfo("", **{**parts, **self.url.query})

    def _environment(self) -> dict[str, str]:
        password = self.url.password
        return {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}


def examined(url: str | URL) -> Facts:
    """Give what the database at ``url`` says of itself now."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            return facts.of(connection)
    finally:
        engine.dispose()


def problems_of_sqlite(file: Path) -> Sequence[str]:
    """Have SQLite check a file's pages, indexes and references; nothing where all is well."""
    driver = driver_for(f"sqlite:///{file}")
    assert driver is not None
    connection = driver.connect(str(file))
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        loose = connection.execute("PRAGMA foreign_key_check").fetchall()
    except driver.DatabaseError as error:
        return [str(error)]
    finally:
        connection.close()
    dangling = [f"{row[0]} {row[1]} refers to a {row[2]} that is not there" for row in loose]
    return [*(said for said in found if said != "ok"), *dangling]


def _has_no_tables(url: str | URL) -> bool:
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            return not inspect(connection).get_table_names()
    finally:
        engine.dispose()


def _engine(url: str | URL) -> Engine:
    return create_engine(url, **engine_options(str(url)))


def _program(name: str) -> list[str]:
    found = shutil.which(name)
    if found is None:
        raise click.ClickException(
            f"{name} is missing. Install it with:\n  sudo apt-get install -y postgresql-client"
        )
    return [found]
