"""Folders for what a test run writes: in memory where possible, gone after, even after a kill."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
PREFIX = "citizen-tests"


def base() -> Path:
    """Where the folders stand: in memory where the machine offers that."""
    return MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())


def make(name: str) -> Path:
    """A new folder, named after this process."""
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}-{os.getpid()}-{name}-", dir=base()))


def sweep() -> None:
    """Remove what a run that was killed left behind."""
    for folder in base().glob(f"{PREFIX}-*"):
        number = folder.name.removeprefix(f"{PREFIX}-").split("-")[0]
        if number.isdigit() and not _is_running(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
