"""One row for change, where the statement joins what may be absent.

PostgreSQL locks no row of an outer join's other side, so only the row itself is locked.
"""

from typing import Any

from sqlalchemy import Select

from app.core.db import db, reads_only


def one_locked(statement: Select[Any], model: type) -> Any:
    """Give the row's entity or None; ``model``'s row is locked unless one only reads."""
    if not reads_only():
        statement = statement.with_for_update(of=model)
    return db.session.scalar(statement)
