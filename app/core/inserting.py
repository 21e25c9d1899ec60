"""INSERT that says what to do where the row is there already, on SQLite and PostgreSQL alike."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.core.db import db


def dialect() -> str:
    """Name the database's dialect: what is built once of ``insert`` is built for each."""
    return str(db.engine.dialect.name)


def insert(into: Any) -> Any:
    """Begin an INSERT into a model or a table, with ``on_conflict_do_nothing`` and ``_do_update``.

    Into ``Model.__table__``, many rows at once cost less: the ORM's way looks at each.
    """
    return (postgresql if dialect() == "postgresql" else sqlite).insert(into)
