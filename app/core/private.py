"""Files and folders that the owner of the process alone may read: databases, keys, photos."""

import os
import stat
from pathlib import Path

import structlog

log = structlog.get_logger()

FILE, FOLDER = 0o600, 0o700
BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite keeps beside a database; it makes them with the mode of the database."""


def private_folder(path: Path) -> Path:
    """Make the folder ``path`` where it is missing, and close it to everybody else."""
    path.mkdir(parents=True, exist_ok=True, mode=FOLDER)
    if not path.stat().st_mode & stat.S_ISVTX:  # a folder for all, such as /tmp, stays one
        _close(path, FOLDER)
    return path


def private_database(path: Path) -> None:
    """Make an empty database file at ``path`` where none is, and close it to everybody else.

    What an older release left open beside it is closed too.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE))
    except FileExistsError:
        for ending in BESIDE:
            _close(Path(f"{path}{ending}"), FILE)


def _close(path: Path, mode: int) -> None:
    try:
        if path.stat().st_mode & 0o077:
            path.chmod(mode)
    except FileNotFoundError:
        return
    except PermissionError:
        log.warning("private.open_to_others", name=path.name)
