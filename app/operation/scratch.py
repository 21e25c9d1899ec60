"""A private folder for what stands in the clear while a backup is made or put back."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core import backup_runs
from app.core.config import settings
from app.core.private import private_folder

SCRATCH = "backup-"


@contextmanager
def scratch() -> Iterator[Path]:
    """Give one that is gone afterwards; what a killed run left there goes too."""
    instance = private_folder(settings().instance)
    long_ago = time.time() - backup_runs.LONGEST.total_seconds()
    for left in instance.glob(f"{SCRATCH}*"):
        if left.stat().st_mtime < long_ago:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=SCRATCH, dir=instance) as folder:
        yield Path(folder)
