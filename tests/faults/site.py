"""The real server in a process of its own, which can be killed with -9 and started again."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.config import settings
from app.core.db import db
from tests import clocks
from tests.factories import places
from tests.factories import service_requests as make
from tests.faults.proxy import HOST, Proxy

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60


class Site:
    """gunicorn, behind a network that fails on command."""

    def __init__(self, folder: Path, database_url: str) -> None:
        """Start the server on a free port, and the proxy before it."""
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        self.proxy = Proxy(self.port)
        self.url = f"http://{HOST}:{self.proxy.port}"
        self.kills = 0
        self.env = {
            **os.environ,
            "APP_ENV": "development",
            "SECRET_KEY": settings().secret_key,
            "DATA_KEY": settings().data_key,
            "DATABASE_URL": database_url,
            "INSTANCE_PATH": str(folder),
            "MEDIA_URL": f"file:{folder / 'media'}",
            "BASE_URL": self.url,
            **clocks.for_child(),
        }
        self.process: subprocess.Popen[bytes]
        self.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "4"]
        command += ["--log-level", "critical", "--bind", f"{HOST}:{self.port}"]
        self.process = subprocess.Popen(
            [*command, "tests.clocked:app"],
            cwd=ROOT,
            env=self.env,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert time.monotonic() < give_up, "the server does not start"
            time.sleep(0.05)

    def kill(self) -> None:
        """End master and workers with -9, wherever they are."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.kills += 1

    def revive(self) -> None:
        """Start it again where it was killed."""
        if self.process.poll() is not None:
            self.start()

    def close(self) -> None:
        """End all."""
        self.proxy.close()
        if self.process.poll() is None:
            self.kill()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False


@contextmanager
def standing(folder: Path, database_url: str) -> Iterator[Site]:
    """A server on this test's database, with what the report's form needs."""
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    db.session.commit()
    running = Site(folder, database_url)
    try:
        yield running
    finally:
        running.close()
