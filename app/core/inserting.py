"""INSERT that says what to do where the row is there already, on SQLite and PostgreSQL alike."""

from typing import TYPE_CHECKING, Any

from app.core.db import db
from app.core.lazy import lazy

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite
else:
    postgresql = lazy("sqlalchemy.dialects.postgresql")
    sqlite = lazy("sqlalchemy.dialects.sqlite")


def insert(into: Any) -> Any:
    """Begin an INSERT into a model or a table, with ``on_conflict_do_nothing`` and ``_do_update``.

    Into ``Model.__table__``, many rows at once cost less: the ORM's way looks at each.
    """
    dialect = db.engine.dialect.name
    return (postgresql if dialect == "postgresql" else sqlite).insert(into)
