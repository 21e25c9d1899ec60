"""`make run`: two programs that start, stop and fail together."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PATIENCE = 20
# Stands in for flask and gunicorn: writes its number down, and runs until told to stop.
FAKE = """
import os, pathlib, socket, sys, time
name = sys.argv[1]
folder = pathlib.Path(__file__).parent
if (folder / f"{name}-fails").exists():
    sys.exit(3)
if name not in ("web", "worker"):
    print(" ".join(sys.argv[1:]), flush=True)
    sys.exit(0)
(folder / f"{name}.tmp").write_text(str(os.getpid()))
(folder / f"{name}.tmp").rename(folder / f"{name}.pid")
if name == "web":
    listener = socket.create_server(("127.0.0.1", int(sys.argv[2])))
time.sleep(120)
"""
MAIN = """
import sys
from tools import run
fake = [sys.executable, sys.argv[1]]
run.FLASK = fake
run.web_command = lambda port: [*fake, "web", str(port)]
sys.exit(run.main())
"""


@pytest.fixture
def port() -> int:
    asked = "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1])"
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    return int(found.stdout)


@pytest.fixture
def start(tmp_path, port):
    started = []

    def go(**settings: str) -> subprocess.Popen:
        fake = tmp_path / "fake.py"
        fake.write_text(FAKE)
        process = subprocess.Popen(
            [sys.executable, "-c", MAIN, str(fake)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            env={**os.environ, "PORT": str(port), **settings},
        )
        started.append(process)
        return process

    yield go
    for process in started:
        process.kill()
        process.communicate()


def _pid(folder: Path, name: str) -> int:
    file = folder / f"{name}.pid"
    _wait_until(file.exists)
    return int(file.read_text())


def _wait_until(condition) -> None:
    give_up = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    # A zombie that nobody has fetched yet runs no more.
    state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    return state == "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_whatever_ends_it_no_process_is_left(start, tmp_path, number):
    running = start()
    children = [_pid(tmp_path, "web"), _pid(tmp_path, "worker")]
    running.send_signal(number)
    output, _errors = running.communicate(timeout=PATIENCE)
    _wait_until(lambda: all(_is_gone(child) for child in children))
    assert running.returncode == (-signal.SIGKILL if number == signal.SIGKILL else 0), output


def test_it_prepares_the_database_and_says_where_it_is(start, tmp_path, port):
    running = start()
    _pid(tmp_path, "worker")
    lines = []
    while "demo sign-ins\n" not in lines:
        lines.append(running.stdout.readline())
    assert lines[:2] == ["db upgrade\n", "demo load --if-empty\n"]
    assert f"  http://127.0.0.1:{port}\n" in lines


def test_when_one_ends_by_itself_the_other_is_stopped(start, tmp_path):
    running = start()
    web, worker = _pid(tmp_path, "web"), _pid(tmp_path, "worker")
    os.kill(worker, signal.SIGKILL)
    output, _errors = running.communicate(timeout=PATIENCE)
    assert running.returncode == 1
    assert "worker process ended by itself" in output
    assert _is_gone(web)


def test_a_migration_that_fails_starts_nothing(start, tmp_path):
    (tmp_path / "db-fails").touch()
    running = start()
    output, _errors = running.communicate(timeout=PATIENCE)
    assert running.returncode == 3
    assert "`flask db upgrade` failed" in output
    assert not (tmp_path / "web.pid").exists()


def test_a_port_in_use_is_said_with_the_way_out(start, tmp_path, port):
    first = start()
    _pid(tmp_path, "web")
    _wait_until(lambda: f":{port}" in first.stdout.readline())
    second = start()
    output, _errors = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert f"PORT={port + 1} make run" in output


@pytest.mark.parametrize("text", ["eighty", "0", "70000", "²"])
def test_a_port_that_is_none_is_refused(start, text):
    output, _errors = start(PORT=text).communicate(timeout=PATIENCE)
    assert f"PORT={text} is not a port number" in output
