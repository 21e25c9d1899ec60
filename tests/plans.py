"""How SQLite goes about what a function asks it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from app.core.db import db


def plans(act: Callable[[], object]) -> list[list[str]]:
    """The lines of the plan of each SELECT that `act` sends, in their order."""
    seen: list[tuple[str, Any]] = []

    def note(conn: Any, cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            seen.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    connection = db.session.connection()
    found = [connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {s}", p) for s, p in seen]
    return [[row[3] for row in rows] for rows in found]
