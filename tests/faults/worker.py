"""A worker in a process of its own, which can be killed with -9."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from flask import Flask

from tests.databases import TestDatabase

PROGRAM = """
import sys
import time
from datetime import datetime, timedelta
import time_machine
from sqlalchemy import select
from app.core import clock, outbox
from app.core.db import db
from app.factory import create_app
{before}
def soon():
    due = outbox.Job.run_at < clock.now() + timedelta(seconds=90)
    found = db.session.scalar(select(outbox.Job.id).where(outbox.Job.failed_at.is_(None), due))
    db.session.rollback()
    return found is not None

with time_machine.travel(datetime.fromisoformat(sys.argv[1])), create_app().app_context():
    while outbox.sweep() or soon():
        time.sleep(0.05)
"""
PATIENCE_SECONDS = 60


class Worker:
    """Does all that is due on a test's database from ``now`` on, until nothing is due for long.

    ``before`` is code run first.
    """

    def __init__(
        self, app: Flask, database: TestDatabase, now: datetime, before: str = "", **more: str
    ) -> None:
        """Start it; ``more`` are further settings."""
        settings = app.config["SETTINGS"]
        env = {**os.environ, "APP_ENV": "test", "DATABASE_URL": database.url}
        env |= {"DATA_KEY": settings.data_key, "INSTANCE_PATH": str(settings.instance), **more}
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM.format(before=before), now.isoformat()],
            cwd=Path(__file__).resolve().parents[2],
            env=env,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_for_word(self) -> str:
        """Give the next line that it prints, empty where it ended."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def wait(self, seconds: float = PATIENCE_SECONDS) -> int:
        """Wait until all is done; give the exit code."""
        with self.process:
            return self.process.wait(seconds)

    def kill(self) -> None:
        """End it with -9, wherever it is."""
        self.process.kill()
        with self.process:
            self.process.wait()
