"""A database of its own for every test, copied from a template that holds the schema.

Commits are real, so tests with several threads, clients or processes see what users would.
"""

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import time_machine
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import OperationalError
from sqlalchemy.util import LRUCache

from app.core import db as core_db
from app.core import migrations
from app.core.db import db
from app.core.engines import driver_for
from tests.clocks import NOW

READS = (
    "SELECT",
    "PRAGMA",
    "BEGIN",
    "SET TRANSACTION",
    "SET LOCAL",
    "SHOW",
    "EXPLAIN",
    "SAVEPOINT",
    "RELEASE",
)
CHANGES_OF_SCHEMA = ("CREATE", "ALTER", "DROP", "ANALYZE", "VACUUM")
VERSIONS = "alembic_version"
# PostgreSQL: no foreign key is checked while all rows go; numbers begin at 1 again.
NO_CHECKS = "SET LOCAL session_replication_role = replica"
RESTART = """SELECT setval(quote_ident(sequencename)::regclass, 1, false)
    FROM pg_sequences WHERE last_value IS NOT NULL"""
SIZES = """SELECT relname, pg_relation_size(oid) FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
    AND pg_relation_size(oid) > 0 AND relname <> 'alembic_version'"""
END_OTHERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
USUAL_WAIT_MS = core_db.LOCK_WAIT_MS
BLOATED = 1_000_000
"""Bytes of dead rows left by earlier tests at which a fresh copy is better."""
STATEMENTS = 5_000
# PostgreSQL: what a world was like, beside its tables; only tables that changed are put back.
KEEP = """
    CREATE SCHEMA kept;
    CREATE PROCEDURE kept.keep() LANGUAGE plpgsql AS $$ DECLARE name text; BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', name);
        END LOOP;
        CREATE TABLE kept._sequence AS SELECT sequencename, last_value FROM pg_sequences
            WHERE schemaname = 'public';
    END $$;
    CREATE PROCEDURE kept.put_back() LANGUAGE plpgsql AS $$
    DECLARE name text; is_same bool; columns text; BEGIN
        FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
            EXECUTE format('SELECT (SELECT array_agg(n::text) FROM public.%1$I n) IS NOT DISTINCT '
                'FROM (SELECT array_agg(k::text) FROM kept.%1$I k)', name) INTO is_same;
            IF NOT is_same THEN
                SELECT string_agg(quote_ident(attname), ', ') INTO columns FROM pg_attribute
                    WHERE attrelid = format('public.%I', name)::regclass AND attnum > 0
                    AND attgenerated = '' AND NOT attisdropped;
                EXECUTE format('DELETE FROM public.%1$I', name);
                EXECUTE format('INSERT INTO public.%1$I (%2$s) SELECT %2$s FROM kept.%1$I', name,
                    columns);
            END IF;
        END LOOP;
        PERFORM setval(quote_ident(sequencename)::regclass, coalesce(last_value, 1),
            last_value IS NOT NULL) FROM kept._sequence;
    END $$;
    CALL kept.keep()"""

T = TypeVar("T")


class TestDatabase(ABC):
    """One database that is put back to the template's state before each test."""

    __test__ = False
    name: str
    url: str

    def __init__(self) -> None:
        """Begin without a schema."""
        self.prepared = False
        self.touched = self.altered = True
        self.saved: dict[str, Any] = {}
        self.holds = ""
        self.keeper: Any = None

    def fresh(self, app: Flask) -> None:
        """Give `app` an empty database with the schema; one that nobody wrote to is kept."""
        if not self.prepared:
            self.prepare(app)
            self.prepared = self.altered = True
        if self.altered or (self.touched and not self.emptied(app)):
            self.disconnect(app)
            self.copy()
        self.touched, self.altered, self.holds = False, False, ""

    def emptied(self, app: Flask) -> bool:
        """Take every row out, where that is quicker than a copy; False where it is not."""
        return False

    def put_back(self, app: Flask) -> bool:
        """Put back the rows that it was filled with, where quicker than a copy; False else."""
        return False

    def release(self) -> None:
        """Close the connection of its own, where it holds one."""
        if self.keeper is not None:
            self.keeper.close()
            self.keeper = None

    def disconnect(self, app: Flask) -> None:
        """Close every pooled connection of `app`, and its own."""
        self.release()
        with app.app_context():
            db.engine.dispose()

    def filled(self, app: Flask, name: str, fill: Callable[[], T]) -> T:
        """Begin with the rows that `fill` adds; it runs once a worker, later tests get a copy.

        It runs at `NOW` whatever the test's clock says: a row made later would lie ahead of the
        tests that stand still. Gives what `fill` gave, which must be no row.
        """
        if name in self.saved:
            if self.holds != name or not self.put_back(app):
                self.disconnect(app)
                self.restore(name)
        else:
            with time_machine.travel(NOW, tick=False):
                self.saved[name] = fill()
            db.session.commit()
            db.session.remove()
            self.disconnect(app)
            self.save(name)
        self.touched, self.holds = True, name
        given: T = self.saved[name]
        return given

    @abstractmethod
    def save(self, name: str) -> None:
        """Keep a copy of the database as it is; nobody is connected."""

    @abstractmethod
    def restore(self, name: str) -> None:
        """Put that copy in place; nobody is connected."""

    @abstractmethod
    def empty(self, name: str) -> str:
        """The address of a further database without tables, made anew."""

    @abstractmethod
    def keep_further(self, name: str) -> None:
        """Keep a further database as it is, to which nobody is connected, for `further`."""

    @abstractmethod
    def further(self, name: str) -> str:
        """The address of a further database, put back as it was kept."""

    @abstractmethod
    def prepare(self, app: Flask) -> None:
        """Make the template."""

    @abstractmethod
    def copy(self) -> None:
        """Put a copy of the template where the app looks."""


def create_all() -> None:
    """Make every table, as the newest migration would leave them."""
    db.create_all()
    with db.engine.begin() as connection:
        scripts = ScriptDirectory(str(migrations.FOLDER))
        MigrationContext.configure(connection).stamp(scripts, "head")


class SqliteDatabase(TestDatabase):
    """A file, in memory where the machine offers that."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        """Keep template and copy in `folder`."""
        super().__init__()
        self.file = folder / "test.sqlite"
        self.template = folder / "template.sqlite"
        self.url = f"sqlite:///{self.file}"
        self.copied = (0, False)

    def prepare(self, app: Flask) -> None:
        with app.app_context():
            create_all()
            with db.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self.disconnect(app)
        shutil.copyfile(self.file, self.template)

    def copy(self) -> None:
        _remove(self.file)
        shutil.copyfile(self.template, self.file)
        self.copied = self._whose()

    def emptied(self, app: Flask) -> bool:
        """A new file would cost each connection its reading of the schema, and its statements."""
        with app.app_context():
            # A file of another form, or somebody at work in it: a copy is another file.
            if self._whose() != self.copied or db.engine.pool.checkedout():  # type: ignore[attr-defined]
                return False
        driver: Any = driver_for(self.url)
        if self.keeper is None:
            self.keeper = driver.connect(self.file, isolation_level=None, timeout=0)
        try:
            self._delete_all(self.keeper.cursor())
        except driver.OperationalError:
            return False
        return True

    def _delete_all(self, cursor: DBAPICursor) -> None:
        """Take every row out; on this connection no key is checked."""
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute(_tables_with_rows())
        for (name,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{name}"')
        cursor.execute("COMMIT")

    def _whose(self) -> tuple[int, bool]:
        """Which file it is, and whether a new one is better by now."""
        found = self.file.stat()
        return found.st_ino, found.st_size > self.template.stat().st_size + BLOATED

    def save(self, name: str) -> None:
        self._keep(self.file, name)

    def restore(self, name: str) -> None:
        _remove(self.file)
        shutil.copyfile(self._kept(name), self.file)
        self.copied = (0, False)

    def _keep(self, file: Path, name: str) -> None:
        # Not the file alone: while a cursor is not yet collected, what was written is in its log.
        driver: Any = driver_for(self.url)
        with (
            closing(driver.connect(file)) as whole,
            closing(driver.connect(self._kept(name))) as copy,
        ):
            whole.backup(copy)

    def _kept(self, name: str) -> Path:
        return self.file.with_name(f"saved-{name}.sqlite")

    def empty(self, name: str) -> str:
        file = self.file.with_name(f"{name}.sqlite")
        _remove(file)
        return f"sqlite:///{file}"

    def keep_further(self, name: str) -> None:
        self._keep(self.file.with_name(f"{name}.sqlite"), name)

    def further(self, name: str) -> str:
        address = self.empty(name)
        shutil.copyfile(self._kept(name), self.file.with_name(f"{name}.sqlite"))
        return address


@cache
def _tables_with_rows() -> str:
    ask = "SELECT '{0}' WHERE EXISTS (SELECT 1 FROM \"{0}\")"
    return " UNION ALL ".join(ask.format(each.name) for each in db.metadata.sorted_tables)


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{file}{ending}").unlink(missing_ok=True)


class PostgresDatabase(TestDatabase):
    """A database of the run's private cluster."""

    name = "postgresql"

    def __init__(self, cluster_url: str, worker: str) -> None:
        """Use databases named after the test worker."""
        super().__init__()
        self.database, self.template = f"test_{worker}", f"template_{worker}"
        address = make_url(cluster_url)
        self.url = address.set(database=self.database).render_as_string(hide_password=False)
        self.admin = create_engine(address, isolation_level="AUTOCOMMIT")
        self.kept_size = 0

    def prepare(self, app: Flask) -> None:
        self._execute(f"CREATE DATABASE {self.database}")
        with app.app_context():
            create_all()
        self.disconnect(app)
        self._execute(f"ALTER DATABASE {self.database} RENAME TO {self.template}")

    def emptied(self, app: Flask) -> bool:
        return self._done(app, BLOATED, _emptying)

    def put_back(self, app: Flask) -> bool:
        return self._done(app, self.kept_size + BLOATED, lambda _: ["CALL kept.put_back()"])

    def _done(self, app: Flask, most: int, how: Callable[[Iterable[str]], list[str]]) -> bool:
        """Whether that was done, given which tables have or had rows.

        Not where rows take up more bytes, or somebody waits.
        """
        with app.app_context():
            try:
                with db.engine.begin() as connection:
                    sizes = _sizes(connection)
                    if sum(sizes.values()) > most:
                        return False
                    unhindered = (NO_CHECKS, "SET LOCAL lock_timeout = 2000", *how(sizes))
                    connection.exec_driver_sql("; ".join(unhindered))
            except OperationalError:
                # Somebody still holds rows: the copy drops the database with whoever is in it.
                return False
        return True

    def copy(self) -> None:
        self._make(self.database, self.template)

    def save(self, name: str) -> None:
        self._keep()
        self._make(f"{self.template}_{name}", self.database)

    def restore(self, name: str) -> None:
        self._make(self.database, f"{self.template}_{name}")

    def _keep(self) -> None:
        engine = create_engine(self.url)
        with engine.begin() as connection:
            self.kept_size = sum(_sizes(connection).values())
            connection.execute(text(KEEP))
        engine.dispose()

    def _make(self, database: str, template: str) -> None:
        self._execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        # What a thread or process of an earlier test left open keeps it from being copied.
        self._execute(f"{END_OTHERS} WHERE datname = '{template}'")
        self._execute(f"CREATE DATABASE {database} TEMPLATE {template} STRATEGY FILE_COPY")

    def empty(self, name: str) -> str:
        database = f"{self.database}_{name}"
        self._execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        self._execute(f"CREATE DATABASE {database}")
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    def keep_further(self, name: str) -> None:
        self._make(f"{self.template}_{name}", f"{self.database}_{name}")

    def further(self, name: str) -> str:
        database = f"{self.database}_{name}"
        self._make(database, f"{self.template}_{name}")
        return make_url(self.url).set(database=database).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.execute(text(statement))
        # No pooled connection: one left open in a thread would be an unclosed socket.
        self.admin.dispose()


def _sizes(connection: Connection) -> dict[str, int]:
    """Bytes of each table that has rows, or had some: of the others there is nothing to take."""
    return {name: size for name, size in connection.execute(text(SIZES))}


def _emptying(tables: Iterable[str]) -> list[str]:
    return [*(f'DELETE FROM "{name}"' for name in tables), RESTART]


def available(folder: Path, worker: str) -> dict[str, TestDatabase]:
    """The databases of this run by name: SQLite, and PostgreSQL where one was started."""
    found: dict[str, TestDatabase] = {"sqlite": SqliteDatabase(folder)}
    cluster = os.environ.get("TEST_POSTGRES_URL")
    if cluster:
        found["postgresql"] = PostgresDatabase(cluster, worker)
    return found


def keep_statements(app: Flask) -> None:
    """Remember what all tests ask, compiled: they ask more than a process of the product does."""
    with app.app_context():
        db.engine.update_execution_options(compiled_cache=LRUCache(STATEMENTS))


_watched: list[TestDatabase] = []


def is_untouched(engine: Engine) -> bool:
    """Whether that is a database of this worker, to which nobody wrote since it was empty."""
    url = engine.url.render_as_string(hide_password=False)
    return any(each.url == url and not each.touched for each in _watched)


def watch(database: TestDatabase) -> None:
    """Notice every write of this process to `database`, on any connection and thread."""
    _watched.append(database)

    @event.listens_for(Engine, "before_cursor_execute")
    def _notice(
        conn: Any, _cursor: Any, statement: str, _given: Any, _context: Any, _many: bool
    ) -> None:
        if conn.dialect.name == database.name and not statement.lstrip().startswith(READS):
            database.touched = True
            changes = statement.lstrip().startswith(CHANGES_OF_SCHEMA)
            database.altered |= changes or VERSIONS in statement

    @event.listens_for(Engine, "connect")
    def _notice_impatient(_connection: Any, _record: Any) -> None:
        # Made while a test has shortened the wait: such a connection must not stay in the pool.
        database.altered |= core_db.LOCK_WAIT_MS != USUAL_WAIT_MS
