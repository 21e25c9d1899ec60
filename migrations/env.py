"""How migrations run: in one transaction, and on SQLite with foreign keys switched off before it.

SQLite changes a table by copying it and dropping the old one. With foreign keys on, the drop
deletes every cascading child; and the switch does nothing inside a transaction. So it is thrown
before BEGIN, and the keys are checked before COMMIT.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, TypeDecorator

from app.core.db import db


def main() -> None:
    """Bring the app's database to the revision that was asked for."""
    with db.engine.connect() as connection, _foreign_keys_aside(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transactional_ddl=True,
            render_as_batch=True,
            render_item=_render,
            include_object=_is_ours,
            process_revision_directives=_skip_empty,
        )
        with context.begin_transaction():
            context.run_migrations()
            _check_foreign_keys(connection)


@contextmanager
def _foreign_keys_aside(connection: Connection) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    # Through the driver: SQLAlchemy would begin a transaction first.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows without their parents after migrating: {broken[:20]}")


def _render(kind: str, thing: Any, autogenerate: AutogenContext) -> str | bool:
    """Write our column types as the plain ones they store, so that old migrations stay readable."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


def _is_ours(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
    """Leave alone what the models do not describe, like a search index and its shadows."""
    return not (kind == "table" and reflected and other is None)


def _skip_empty(_context: Any, _revision: Any, directives: list[Any]) -> None:
    if directives and directives[0].upgrade_ops.is_empty():
        directives[:] = []


main()
