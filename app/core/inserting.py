"""INSERT that says what to do where the row is there already, on SQLite and PostgreSQL alike."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.core.db import db


def insert(into: Any) -> Any:
    """Begin an INSERT into a model or a table, with ``on_conflict_do_nothing`` and ``_do_update``.

    Into ``Model.__table__``, many rows at once cost less: the ORM's way looks at each.
    """
    dialect = db.engine.dialect.name
    return (postgresql if dialect == "postgresql" else sqlite).insert(into)
