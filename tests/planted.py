"""A world that many tests begin with: made once by the real code, planted as rows afterwards.

    @planted
    def make_offices() -> Offices: ...

The first call of a worker makes the world and notes every row; later calls with the same arguments
put these rows in with a statement a table. That needs a database without rows and the same moment:
else it is made anew.
"""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from functools import cache, wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from sqlalchemy import Table, inspect, select

from app.core import clock
from app.core.db import db
from tests.databases import is_untouched

P = ParamSpec("P")
T = TypeVar("T")
JSON_PERCENT = "\\u0025"
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"


class Rows(Protocol):
    """All rows of a database, to be put into an empty one."""

    def plant(self) -> None:
        """Insert them."""


class SqliteRows:
    """Rows as SQLite's driver gives and takes them."""

    def __init__(self) -> None:
        """Note what this transaction sees."""
        self.inserts: list[tuple[str, list[tuple[Any, ...]]]] = []
        for table in db.metadata.sorted_tables:
            columns = _columns(table)
            rows = [tuple(row) for row in _driver(f'SELECT {columns} FROM "{table.name}"')]
            if rows:
                marks = ", ".join("?" * len(rows[0]))
                into = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})'
                self.inserts.append((into, rows))

    def plant(self) -> None:
        """Insert them, a statement a table."""
        for statement, rows in self.inserts:
            _driver(statement, rows)


class PostgresRows:
    """Rows as PostgreSQL writes and reads them itself, and how far its numbers have come."""

    def __init__(self) -> None:
        """Note what this transaction sees."""
        statements = []
        for table in db.metadata.sorted_tables:
            rows = _driver(f'SELECT json_agg(t)::text FROM "{table.name}" t').scalar()
            if rows:
                given = rows.replace("%", JSON_PERCENT)
                read = f'json_populate_recordset(NULL::"{table.name}", $rows${given}$rows$)'
                columns = _columns(table)
                into = f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM {read}'
                statements.append(into)
        for name, value in _driver(SEQUENCES):
            statements.append(f"SELECT setval('\"{name}\"', {value})")
        self.statement = "; ".join(statements)

    def plant(self) -> None:
        """Insert them all at once."""
        _driver(self.statement)


def _columns(table: Table) -> str:
    """All but what the database works out itself."""
    return ", ".join(f'"{each.name}"' for each in table.columns if each.computed is None)


def _driver(statement: str, parameters: Any = None) -> Any:
    return db.session.connection().exec_driver_sql(statement, parameters)


KINDS: dict[str, Callable[[], Rows]] = {"sqlite": SqliteRows, "postgresql": PostgresRows}


class World:
    """A dataclass of rows, and every other row that was made with them."""

    def __init__(self, made: Any, rows: Rows) -> None:
        """Note which rows `made` names."""
        self.kind, self.rows = type(made), rows
        self.fields = {f.name: _named(getattr(made, f.name)) for f in dataclasses.fields(made)}

    def plant(self) -> Any:
        """Insert the rows; give those that are named."""
        self.rows.plant()
        wanted: dict[type, list[Any]] = {}
        for model, key in self.fields.values():
            wanted.setdefault(model, []).append(key)
        found = {model: _loaded(model, keys) for model, keys in wanted.items()}
        return self.kind(**{name: found[m][key] for name, (m, key) in self.fields.items()})


def _named(row: Any) -> tuple[type, Any]:
    (key,) = inspect(row).identity
    return type(row), key


def _loaded(model: Any, keys: list[Any]) -> dict[Any, Any]:
    return {row.id: row for row in db.session.scalars(select(model).where(model.id.in_(keys)))}


def planted(make: Callable[P, T]) -> Callable[P, T]:
    """`make` adds rows and gives a dataclass of some of them."""
    kept: dict[tuple[str, datetime, tuple[Any, ...]], World] = {}

    @wraps(make)
    def plant(*args: P.args, **given: P.kwargs) -> T:
        key = (db.engine.dialect.name, clock.now(), (*args, *sorted(given.items())))
        if key[1].microsecond or not _is_empty():  # a clock that runs comes by but once
            return make(*args, **given)
        if key in kept:
            planted_now: T = kept[key].plant()
            return planted_now
        made = make(*args, **given)
        db.session.flush()
        kept[key] = World(made, KINDS[key[0]]())
        return made

    return plant


def _is_empty() -> bool:
    """Whether no table has a row: seldom worth asking all of them."""
    db.session.flush()
    return is_untouched(db.engine) or not _driver(_any_row()).scalar()


@cache
def _any_row() -> str:
    tables = db.metadata.sorted_tables
    return "SELECT " + " OR ".join(f'EXISTS (SELECT 1 FROM "{each.name}")' for each in tables)
