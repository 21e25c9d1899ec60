"""Whether the database has the tables this release was written for.

Alembic itself is loaded by the commands that change the database. Whether it is current is asked
without: by its table of one revision, and the heads of the files.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError
from werkzeug.local import LocalProxy

from app.core.config import ROOT, ConfigurationError
from app.core.db import db
from app.core.lazy import lazy

if TYPE_CHECKING:
    import flask_migrate
else:
    flask_migrate = lazy("flask_migrate")

log = structlog.get_logger()

FOLDER = ROOT / "migrations"
BEHIND = (
    "The app cannot start: the database is of an older release. Run `flask --app wsgi db upgrade`."
)
IDENTIFIERS = re.compile(r"^(revision|down_revision) *(?::[^=]*)?= *(.*)$", re.MULTILINE)
QUOTED = re.compile(r"""["']([^"']+)["']""")


def init_app(app: Flask) -> None:
    """Let ``flask db …`` and Flask-Migrate's functions find the migrations."""

    def configured() -> Any:
        flask_migrate.Migrate(app, db, directory=str(FOLDER), render_as_batch=True)
        return app.extensions["migrate"]  # the library put its own there

    app.extensions["migrate"] = LocalProxy(configured)


def require_current(app: Flask) -> None:
    """Let ``app`` serve people only on a database that its migrations have reached.

    A database that cannot be reached says nothing: pages answer 503 until it is back. One of a
    newer release is taken, since old code goes on while the new one starts.

    Raises:
        ConfigurationError: the database is older, or empty.
    """
    with app.app_context():
        try:
            found = _found()
        except OperationalError as error:
            log.warning("start.database_not_reached", error=type(error.orig).__name__)
            return
        finally:
            db.engine.dispose()  # no connection is inherited by a process forked later
    if not _suffices(found):
        raise ConfigurationError(BEHIND)


def is_current() -> bool:
    """Tell whether the migrations have reached the database, or a newer release has.

    Raises:
        SQLAlchemyError: it cannot be asked.
    """
    return _suffices(_found())


def _suffices(found: set[str]) -> bool:
    known, heads = revisions()
    return not found <= known or found == heads


@cache
def revisions() -> tuple[frozenset[str], frozenset[str]]:
    """Give the revisions of this release, and those of them that none follows."""
    known, followed = set[str](), set[str]()
    for path in (FOLDER / "versions").glob("*.py"):
        for name, value in IDENTIFIERS.findall(path.read_text(encoding="utf-8")):
            (known if name == "revision" else followed).update(QUOTED.findall(value))
    return frozenset(known), frozenset(known - followed)


def reached_by(connection: Connection) -> bool:
    """Tell whether the migrations have reached this database, or a newer release has."""
    return _suffices(_revisions_of(connection))


def _found() -> set[str]:
    with db.engine.connect() as connection:
        return _revisions_of(connection)


def _revisions_of(connection: Connection) -> set[str]:
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.scalars(text("SELECT version_num FROM alembic_version")))
