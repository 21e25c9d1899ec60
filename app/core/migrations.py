"""Whether the database has the tables this release was written for."""

import structlog
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.exc import OperationalError

from app.core.config import ROOT, ConfigurationError
from app.core.db import db

log = structlog.get_logger()

FOLDER = ROOT / "migrations"
BEHIND = (
    "The app cannot start: the database is of an older release. Run `flask --app wsgi db upgrade`."
)


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
    scripts = ScriptDirectory(str(FOLDER))
    known = {script.revision for script in scripts.walk_revisions()}
    if found <= known and found != set(scripts.get_heads()):
        raise ConfigurationError(BEHIND)


def _found() -> set[str]:
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())
