"""An earlier release out of the repository's history, in a folder of its own."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from pathlib import Path

from app.core.config import ROOT
from tests.rehearsal.machine import Failed

MIGRATIONS = "migrations/versions"


def commit(named: str) -> tuple[str, str]:
    """The commit that is named, or the last that has some of today's tables' changes and no others.

    With its day and title. Raises Failed where there is none, as in a copy without its history.
    """
    which = named or next(_with_fewer_tables(), "")
    if not which:
        raise Failed("the history has no earlier release: name one, RELEASE=COMMIT")
    found, title = _git("log", "-1", "--format=%H%n%h of %as: %s", which).decode().splitlines()
    return found, title


def _with_fewer_tables() -> Iterator[str]:
    today = _migrations("HEAD")
    changed = _git("rev-list", "--first-parent", "HEAD", "--", MIGRATIONS).decode().split()
    for each in changed[:-1]:  # before the first there were none
        if _migrations(f"{each}~1") < today:
            yield f"{each}~1"


def _migrations(of: str) -> frozenset[str]:
    return frozenset(_git("ls-tree", of, f"{MIGRATIONS}/").decode().splitlines())


def unpack(which: str, folder: Path) -> None:
    """Put what that commit holds into a new folder."""
    with tarfile.open(fileobj=io.BytesIO(_git("archive", which))) as archive:
        archive.extractall(folder, filter="data")


def _git(*words: str) -> bytes:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        raise Failed(f"git {words[0]}: {done.stderr.decode().strip()}")
    return done.stdout
