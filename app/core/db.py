"""The engine and its rules: driver, kind of transaction, column types, naming of constraints.

SQLite runs through ``pysqlite3`` (a newer SQLite, WAL); where that has no wheel, the standard
module with a rollback journal, because WAL before SQLite 3.51.3 can corrupt a database.
A GET or HEAD gets a read-only transaction, all else takes the write lock first, so that two
read-then-write requests cannot lose an update. Once a request has committed, what it still reads
to make its answer waits for nobody: what was saved is acknowledged.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    LargeBinary,
    MetaData,
    Select,
    Text,
    event,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator
from werkzeug.exceptions import HTTPException

from app.core.errors import DomainError
from app.core.gathered import HouseSession, Wish
from app.core.private import private_database

READING = frozenset({"GET", "HEAD", "OPTIONS"})
LOCK_WAIT_MS = 5_000
SHORT_WAIT_MS = 100
"""How long what is no part of the answer may wait for the write lock."""
SAVED = "citizen.saved"
READS_ONLY = "citizen.reads_only"
_writes: ContextVar[int] = ContextVar("writes", default=0)
"""How many milliseconds what writes within a GET may wait for the write lock; 0: none does."""


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC; a naive datetime is refused rather than guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC; raise ``ValueError`` for a naive value."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the stored moment back, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table: typed columns, and constraint names that migrations can rely on."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UTCDateTime(),
            dict[str, Any]: JSON(),
            list[Any]: JSON(),
            bytes: LargeBinary(),
            str: Text(),
        },
    )


Money = BigInteger
"""Whole đồng."""

db = SQLAlchemy(model_class=Base, session_options={"class_": HouseSession})


def for_change(
    statement: Select[Any], of: type | None = None, *, skip_locked: bool = False
) -> Select[Any]:
    """Lock the selected rows, those of the table ``of`` alone, until the transaction ends.

    The only way to lock a row, and only for a row that is changed or that stands for what is
    below it: what is merely read is read. Rows that refer to it can still be added (FOR NO KEY
    UPDATE). What is locked together is locked in the order of ``core/locks``. SQLite ignores
    the clause, as its write transaction already holds the only write lock.
    """
    return statement.with_for_update(key_share=True, of=of, skip_locked=skip_locked)


def reads_only() -> bool:
    """Tell whether the present request may only read (GET, HEAD); jobs and commands may write."""
    return has_request_context() and request.method in READING and not _writes.get()


def is_saved() -> bool:
    """Tell whether the present request has written all it will, and only makes its answer now."""
    return has_request_context() and not _writes.get() and bool(request.environ.get(SAVED))


def locks_nothing() -> bool:
    """Tell whether what is read now is read only: in a GET, or for the answer to what was saved."""
    return reads_only() or is_saved()


def only_answer() -> None:
    """End the request's transaction; what it reads from now on waits for no writer.

    For the error pages: one that says "busy" must not itself wait for the lock.
    """
    db.session.rollback()
    if has_request_context():
        request.environ[SAVED] = True


def commit_and_go_on() -> None:
    """Commit what must be kept whatever follows, such as a count of tries; more is written after.

    What the request writes next takes the lock first, as if it had just begun.
    """
    db.session.commit()
    if has_request_context():
        request.environ[SAVED] = False


@contextmanager
def kept_though_refused() -> Iterator[None]:
    """Commit what runs within, as a count of tries, when it is through or when it refuses.

    What fails for another reason, such as a database that went away, is not committed.
    """
    try:
        yield
    except DomainError:
        commit_and_go_on()
        raise
    commit_and_go_on()


@contextmanager
def short_write(wait_ms: int = SHORT_WAIT_MS) -> Iterator[None]:
    """End the request's transaction and commit a short write of its own, in a GET too.

    For what is no part of the answer, such as when a session was last seen: it comes before the
    answer, never after it, and waits hardly at all. What comes back from a provider of sign-ins
    is the answer, so that waits as any form does (``LOCK_WAIT_MS``).

    Raises:
        OperationalError: somebody else is writing; nothing was changed.
    """
    before = is_saved()
    db.session.rollback()
    token = _writes.set(wait_ms)
    try:
        yield
        db.session.commit()
    finally:
        _writes.reset(token)
        if has_request_context():
            request.environ[SAVED] = before


@contextmanager
def one_commit() -> Iterator[Wish]:
    """Gather the commits of what runs within into one at its end, if any was asked for.

    A ``DomainError`` or an HTTP error does not undo what a commit was asked for before it (a
    refused try counts); any other exception undoes all.
    """
    session, wish = db.session(), Wish()
    session.info[Wish] = wish
    refused: Exception | None = None
    try:
        yield wish
    except (DomainError, HTTPException) as error:
        refused = error
    finally:
        del session.info[Wish]
    if wish.is_wanted:
        session.commit()
        for each in wish.afterwards:
            each()
    if refused is not None:
        raise refused


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


@event.listens_for(Engine, "do_connect")
def _keep_private(dialect: Any, record: Any, arguments: list[Any], options: Any) -> None:
    """Close a database's file to others before SQLite opens or makes it, and what lies beside."""
    if dialect.name == "sqlite" and arguments and os.path.isabs(arguments[0]):
        private_database(Path(arguments[0]))


@event.listens_for(Engine, "connect")
def _prepare_connection(dbapi_connection: Any, record: ConnectionPoolEntry) -> None:
    if "sqlite" not in type(dbapi_connection).__module__:
        return
    # The driver's own BEGIN comes too late (before the first write): it is switched off and
    # _begin says it instead.
    dbapi_connection.isolation_level = None
    modern = not isinstance(dbapi_connection, sqlite3.Connection)
    cursor = dbapi_connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={LOCK_WAIT_MS}")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.execute(f"PRAGMA journal_mode={'WAL' if modern else 'TRUNCATE'}")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if _is_sqlite(connection):
        _begin_on_sqlite(connection)
    elif reads_only():
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    else:
        wait = _writes.get() or LOCK_WAIT_MS
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {wait}")


def _begin_on_sqlite(connection: Connection) -> None:
    reading = reads_only()
    if connection.info.get(READS_ONLY) is not reading:  # of the connection to the database itself
        connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
        connection.info[READS_ONLY] = reading
    if reading or is_saved():
        connection.exec_driver_sql("BEGIN")
    elif _writes.get():
        _begin_if_free(connection)
    else:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_if_free(connection: Connection) -> None:
    connection.exec_driver_sql(f"PRAGMA busy_timeout={_writes.get()}")
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout={LOCK_WAIT_MS}")


@event.listens_for(Session, "after_commit")
def _note_saved(session: Session) -> None:
    if has_request_context() and not session.in_nested_transaction():
        request.environ[SAVED] = True


def unless_reading(statement: Select[Any], of: type | None = None) -> Select[Any]:
    """Lock the selected rows as ``for_change`` does, unless the request only reads from here on."""
    return statement if locks_nothing() else for_change(statement, of)


def one(statement: Select[Any], of: type | None = None) -> Any:
    """Give the one row's entity or None; locked for change unless the request only reads.

    ``of`` names the row's model where the statement joins what may be absent: PostgreSQL locks
    no row of an outer join's other side.
    """
    return db.session.scalar(unless_reading(statement, of))


def release() -> None:
    """Give the write lock back before slow work (decoding, hashing); nothing is pending yet."""
    db.session.rollback()
