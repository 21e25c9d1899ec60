"""Folders for what a test run writes: in memory where possible, gone after, even after a kill."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")
PREFIX = "citizen-tests"


def base() -> Path:
    """Where the folders stand: in memory where the machine offers that."""
    return MEMORY if os.access(MEMORY, os.W_OK) else Path(tempfile.gettempdir())


def make(name: str) -> Path:
    """A new folder, named after this process."""
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}-{os.getpid()}-{name}-", dir=base()))


def shared(name: str) -> Path:
    """A folder that all workers of this run have together; it goes with the run."""
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    folder = base() / f"{PREFIX}-{run}-{name}"
    folder.mkdir(exist_ok=True)
    return folder


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one worker at a time fill a shared folder."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def remove() -> None:
    """Remove what this process made and its workers shared."""
    for folder in base().glob(f"{PREFIX}-{os.getpid()}-*"):
        shutil.rmtree(folder, ignore_errors=True)


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
