"""What erasing leaves below the tables: SQLite's write-ahead log is written back and emptied.

``secure_delete`` zeroes what is deleted in the database's file, but the log still holds the
pages as they were. PostgreSQL keeps dead rows until VACUUM, and its log until it is recycled or
archived: docs/decisions/103 says what its operator does.
"""

from app.core import outbox
from app.core.db import db

QUEUE, KIND = "scrubbing", "core.scrub"
AGAIN_SECONDS = 10.0
PATIENCE_MS = 1_000


def ask() -> None:
    """Have the worker empty the log once the caller's transaction, which erases, is committed."""
    outbox.add(QUEUE, KIND, {}, dedupe_key=KIND)


def scrub() -> bool:
    """Empty SQLite's log now; False while somebody still reads from it.

    Nothing may be pending: called after a commit.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    db.session.rollback()
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        waits = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={int(waits)}")
        return not busy
    finally:
        connection.close()


@outbox.handler(KIND)
def scrub_later(job: outbox.Job) -> None:
    """Empty the log as a job; tried again until nobody reads from it."""
    if not scrub():
        raise outbox.Later(AGAIN_SECONDS)
