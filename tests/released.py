"""What a release left in its database, kept to be upgraded: `REVISION.json.gz`.

A file holds every table's columns and rows, free of any one database's ways, so that the same
rows are put into SQLite and PostgreSQL. It is made once, with the code of that release and its
demonstration province loaded, and never again:

    export DATABASE_URL=sqlite:////tmp/release.sqlite
    flask --app wsgi db upgrade && flask --app wsgi demo load
    python -m tests.released /tmp/release.sqlite tests/core/releases/0001.json.gz

A table that the demonstration leaves empty gets one row made from its columns, so that each of
them is known to be carried over.
"""

import base64
import gzip
import json
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Table,
    create_engine,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.exc import IntegrityError

FOLDER = Path(__file__).parent / "core" / "releases"
WHEN = datetime(2026, 11, 28, 3)  # noqa: DTZ001 - as SQLite stores it: UTC without saying so
VALUES: dict[type, Any] = {
    str: "x", int: 1, float: 1.0, bool: True, bytes: b"x", Decimal: Decimal(1),
    datetime: WHEN, date: WHEN.date(), time: time(9), object: {},
}  # fmt: skip
"""A value for each Python type that a column holds (JSON: any object)."""

MADE_UP_ALIKE = ("recording", "paper")
"""Tables whose one made-up row has the same code, where a release draws codes by lot."""

NEXT_ID = """SELECT setval(seq, (SELECT max(id) FROM "{0}"))
    FROM pg_get_serial_sequence('"{0}"', 'id') AS seq WHERE seq IS NOT NULL"""
"""PostgreSQL: rows that brought their ids did not count."""

Rows = dict[str, list[dict[str, Any]]]
"""The rows of each table, by its name; values as JSON writes them."""


def read(revision: str) -> Rows:
    """The rows of a release, by table."""
    with gzip.open(FOLDER / f"{revision}.json.gz", "rt", encoding="utf-8") as file:
        kept = json.load(file)
    found = {name: [dict(zip(columns, row, strict=True)) for row in rows]
             for name, (columns, rows) in kept.items()}  # fmt: skip
    for name in MADE_UP_ALIKE:
        for row in found.get(name, []):
            row["code"] = row["file_key"] = name
    return found


def load(connection: Connection, kept: Rows) -> None:
    """Put a release's rows into its schema, which must be there and empty."""
    for statement in _checks_aside(connection):
        connection.execute(text(statement))
    for name, table in tables(connection).items():
        rows = [_loaded(table, row) for row in kept.get(name, [])]
        if rows:
            connection.execute(insert(table), rows)
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET session_replication_role = DEFAULT"))
        for name, table in tables(connection).items():
            if "id" in table.columns and kept.get(name):
                connection.execute(text(NEXT_ID.format(name)))


def dump(connection: Connection) -> Rows:
    """Every table's rows as JSON writes them; the version of the schema left out."""
    return {name: [_dumped(row._mapping) for row in connection.execute(select(table))]
            for name, table in tables(connection).items()}  # fmt: skip


def tables(connection: Connection) -> dict[str, Table]:
    """The tables that the database has now, parents before their children."""
    metadata = MetaData()
    metadata.reflect(connection)
    return {
        table.name: table for table in metadata.sorted_tables if table.name != "alembic_version"
    }


def _checks_aside(connection: Connection) -> list[str]:
    if connection.dialect.name == "sqlite":
        return ["PRAGMA defer_foreign_keys = ON"]
    return ["SET session_replication_role = replica"]


def _loaded(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name], value) for name, value in row.items()
            if table.c[name].computed is None}  # fmt: skip


def _value(column: Column[Any], value: Any) -> Any:
    kind = column.type.python_type
    if value is None or kind in (object, str, int, float, bool):
        return value
    if kind is bytes:
        return base64.b64decode(value)
    if kind is datetime:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if getattr(column.type, "timezone", False) else moment
    return Decimal(value) if kind is Decimal else kind.fromisoformat(value)


def _dumped(row: Any) -> dict[str, Any]:
    return {name: _json(value) for name, value in row.items()}


def _json(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    return str(value) if isinstance(value, Decimal) else value


def _fill_the_empty(connection: Connection) -> None:
    """Give each empty table one row; a key to a parent is one that the parent has."""
    for table in tables(connection).values():
        if not connection.scalar(select(func.count()).select_from(table)):
            _fill(connection, table)


def _fill(connection: Connection, table: Table) -> None:
    row = dict(_made_row(connection, table))
    may_lack = [column.name for column in table.columns if column.foreign_keys and column.nullable]
    # A row that belongs to one of several (a person or a guest) has one of those keys alone.
    for lacking in [[], *([name] for name in may_lack)]:
        try:
            with connection.begin_nested():
                connection.execute(insert(table).values({**row, **dict.fromkeys(lacking)}))
                return
        except IntegrityError:
            continue
    raise ValueError(f"no row could be made for {table.name}")


def _made_row(connection: Connection, table: Table) -> Iterator[tuple[str, Any]]:
    for column in table.columns:
        parent = next(iter(column.foreign_keys), None)
        if parent is not None:
            yield column.name, connection.scalar(select(parent.column).limit(1))
        else:
            yield column.name, VALUES[column.type.python_type]


def main(database: str, target: str) -> None:
    """Fill the empty tables of a release's SQLite database, and write all down."""
    with create_engine(f"sqlite:///{database}").begin() as connection:
        _fill_the_empty(connection)
        kept = {
            name: ([*rows[0]], [[*row.values()] for row in rows])
            for name, rows in dump(connection).items()
        }
    packed = gzip.compress(json.dumps(kept, ensure_ascii=False).encode(), mtime=0)
    Path(target).write_bytes(packed)


if __name__ == "__main__":
    main(*sys.argv[1:])
