"""How the engine of a database is made, by its address: driver, pool, and when a server is gone."""

import sqlite3
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext, make_url

from app.core.db import LOCK_WAIT_MS, reads_only

LINES = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,
}
"""After how long a PostgreSQL that says nothing counts as gone (seconds; the last milliseconds)."""
NOT_THE_PRIMARY = "25006"
"""PostgreSQL's "read only": who takes no writing is a standby, or was made one just now."""


def driver_for(url: str) -> ModuleType | None:
    """Give the DBAPI module to open ``url`` with, or None where SQLAlchemy's default serves."""
    if make_url(url).get_backend_name() != "sqlite":
        return None
    try:
        import pysqlite3.dbapi2 as modern
    except ImportError:
        return sqlite3
    return modern


def engine_options(url: str, shares_connections: bool = False) -> dict[str, Any]:
    """Give how an engine for ``url`` is made.

    Where a pooler shares connections, no statement is prepared for later: the next transaction
    may find itself on a connection that never heard of it. Nothing else of the app outlives a
    transaction (settings are ``SET LOCAL``; no advisory lock, no LISTEN, no temporary table).
    """
    module = driver_for(url)
    if module is None:
        asked = make_url(url).query
        words: dict[str, Any] = {name: it for name, it in LINES.items() if name not in asked}
        if shares_connections:
            words["prepare_threshold"] = None
        return {"pool_pre_ping": True, "pool_size": 8, "max_overflow": 8, "connect_args": words}
    return {"module": module, "connect_args": {"timeout": LOCK_WAIT_MS / 1000}}


@event.listens_for(Engine, "handle_error")
def _leave_standbys(context: ExceptionContext) -> None:
    """Drop connections to what was the primary: the next ones look for it anew."""
    if is_no_primary(context.original_exception):
        context.is_disconnect = True


@event.listens_for(Engine, "handle_error")
def _leave_the_stuck(context: ExceptionContext) -> None:
    """Drop a connection that was left in the middle of several statements sent at once.

    Behind a pooler it stays open when the database dies then, takes no ROLLBACK, and would be
    neither closed nor broken for SQLAlchemy.
    """
    wire = getattr(_driver_of(context), "pgconn", None)
    if wire is not None and wire.pipeline_status:
        context.is_disconnect = True


def _driver_of(context: ExceptionContext) -> Any:
    line = context.connection
    if line is None or line.closed or line.invalidated:
        return None
    return line.connection.dbapi_connection


def is_no_primary(error: BaseException | None) -> bool:
    """Tell whether somebody who may write was refused, since the server may not."""
    return getattr(error, "sqlstate", None) == NOT_THE_PRIMARY and not reads_only()
