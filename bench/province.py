"""The product on a database of its own, for measuring: started, filled, asked."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
START_SECONDS = 180


def environment(folder: Path, port: int = 8000, database: str = "") -> dict[str, str]:
    """Settings that keep everything in `folder`; `database`: the address of another one."""
    return {
        **os.environ,
        "APP_ENV": "development",
        "INSTANCE_PATH": str(folder),
        "DATABASE_URL": database or f"sqlite:///{folder / 'bench.sqlite'}",
        "PORT": str(port),
    }


def command(settings: Mapping[str, str], *words: str) -> None:
    """Run a `flask --app wsgi …` command to its end."""
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run([*flask, *words], env=dict(settings), check=True, stdout=subprocess.DEVNULL)


def load(settings: Mapping[str, str]) -> None:
    """Make the tables and the demonstration province."""
    command(settings, "db", "upgrade")
    command(settings, "demo", "load")


def free_port() -> int:
    """A port that nothing uses now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        number: int = probe.getsockname()[1]
        return number


@contextmanager
def serving(application: str, settings: Mapping[str, str], port: int) -> Iterator[None]:
    """One gunicorn process with threads, as `make run` starts it, while the block runs."""
    gunicorn = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread"]
    sizes = ["--workers", "1", "--threads", "8", "--log-level", "error", "--keep-alive", "30"]
    server = subprocess.Popen(
        [*gunicorn, *sizes, "--bind", f"{HOST}:{port}", application], env=dict(settings)
    )
    try:
        wait_for(port)
        yield
    finally:
        server.terminate()
        server.wait(10)


def wait_for(port: int) -> None:
    """Wait until something answers at the port."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing answers at port {port}")


class Visitor:
    """One kept connection that asks for pages."""

    def __init__(self, port: int, cookie: str = "") -> None:
        """Connect to `port`; `cookie` is sent along."""
        self.headers = {"Cookie": cookie} if cookie else {}
        self.connection = http.client.HTTPConnection(HOST, port, timeout=30)

    def get(self, path: str) -> bytes:
        """The body of `path`, which must answer 200."""
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return body

    def seconds(self, path: str, times: int) -> float:
        """Seconds for asking `times` times."""
        begun = time.perf_counter()
        for _ in range(times):
            self.get(path)
        return time.perf_counter() - begun

    def close(self) -> None:
        """Hang up."""
        self.connection.close()
