"""kill -9 in the middle of submissions: what was acknowledged is there, what was not is sent again.

A real server in a process group of its own, on a database of its own; the test counts rows in
that database only while the server is down.
"""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from werkzeug.datastructures import MultiDict
from werkzeug.test import encode_multipart

from app.core.db import db
from app.core.engines import engine_options
from app.factory import create_app
from tests import clocks, conftest
from tests.databases import create_all
from tests.factories import service_requests as make
from tests.service_requests import citizen

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
ROUNDS, PEOPLE = 2, 4
START_SECONDS = 60.0

pytestmark = [pytest.mark.loopback, pytest.mark.slow, pytest.mark.timeout(180),
              pytest.mark.time_runs]  # fmt: skip


class Server:
    """The app under gunicorn, which can be started and killed."""

    def __init__(self, folder: Path) -> None:
        """Prepare a database with one service and one commune in `folder`."""
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            self.port = probe.getsockname()[1]
        self.database = folder / "app.sqlite"
        self.settings = conftest.test_settings(
            folder, DATABASE_URL=f"sqlite:///{self.database}", MEDIA_URL=f"file:{folder / 'media'}"
        )
        self.env = os.environ | {
            "APP_ENV": "development",
            "INSTANCE_PATH": str(folder),
            "DATABASE_URL": self.settings.database_url,
            "MEDIA_URL": self.settings.media_url,
            "BASE_URL": f"http://{HOST}:{self.port}",
            **clocks.for_child(),
        }
        self.process: subprocess.Popen[bytes] | None = None
        self._fill()

    def _fill(self) -> None:
        app = create_app(self.settings, testing=True)
        with app.app_context():
            create_all()
            make.service("street-light", "Đèn đường")
            make.place(code="90001")
            db.session.commit()
            db.engine.dispose()

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "6"]
        command += ["--log-level", "critical", "--bind", f"{HOST}:{self.port}", "tests.clocked:app"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, start_new_session=True)
        give_up = time.monotonic() + START_SECONDS
        while time.monotonic() < give_up:
            try:
                return Browser(self.port).look()
            except OSError:
                threading.Event().wait(0.05)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """Kill it and all its children at once, as a power cut would."""
        if self.process is not None:
            group = self.process.pid
            os.killpg(group, signal.SIGKILL)
            self.process.wait()
            self.process = None
            while _lives(group):
                threading.Event().wait(0.01)

    def codes(self) -> list[str]:
        """The codes of all reports; the server must be down."""
        url = self.settings.database_url
        engine = create_engine(url, **engine_options(url))
        with engine.connect() as connection:
            assert connection.scalar(text("PRAGMA integrity_check")) == "ok"
            found = connection.scalars(text("SELECT code FROM service_request")).all()
        engine.dispose()
        return list(found)


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


@dataclass
class Report:
    """One report on its way: what is posted, and the receipt's address once it came."""

    body: bytes
    content_type: str
    receipt: str = ""


@dataclass
class Browser:
    """A phone that keeps its cookies and what it could not send."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)

    def look(self) -> None:
        """Open the front page."""
        self._ask("GET", "/")

    def write(self, number: int) -> None:
        """Open the form and fill it in."""
        page = self._ask("GET", citizen.FORM)[1]
        fields = citizen.hidden(page) | {"service": "street-light", "place": "90001"}
        data = MultiDict({**fields, "description": f"Đèn tắt, cột số {number}"})
        data.add("photos", citizen.photo(number % 50))
        boundary, body = encode_multipart(data)
        self.reports.append(Report(body, f"multipart/form-data; boundary={boundary}"))

    def send(self, report: Report) -> None:
        """Post a report; note the receipt."""
        status, location = self._ask("POST", citizen.FORM, report.body, report.content_type)
        assert status == 303, f"{status}: {location[:3000]}"
        report.receipt = location

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers = {"Cookie": kept, **({"Content-Type": kind} if kind else {})}
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.split(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.headers["Location"] or page
        finally:
            connection.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server that no test leaves running."""
    made = Server(tmp_path)
    yield made
    made.kill()


def _send_until_killed(browser: Browser, first: int) -> None:
    """Write and send one report after another until the server is gone."""
    number = first
    try:
        while True:
            browser.write(number)
            browser.send(browser.reports[-1])
            number += 1
    except (OSError, http.client.HTTPException):
        return


def test_f01_every_acknowledged_report_is_there_and_a_repeat_counts_once(server: Server):
    chance = random.Random(1)
    people = [Browser(server.port) for _ in range(PEOPLE)]
    for round_ in range(ROUNDS):
        server.start()
        with ThreadPoolExecutor(PEOPLE) as pool:
            for number, browser in enumerate(people):
                pool.submit(_send_until_killed, browser, 1_000 * round_ + 100 * number)
            _wait_for_receipts(people, PEOPLE * (round_ + 1))
            threading.Event().wait(chance.random() / 5)
            server.kill()
        acknowledged = [_code(each) for each in _all(people) if each.receipt]
        assert set(acknowledged) <= set(server.codes())
        assert len(set(acknowledged)) == len(acknowledged)

    unanswered = [each for each in _all(people) if not each.receipt]
    assert unanswered, "no kill came in the middle of a submission"
    server.start()
    for browser in people:
        for report in [each for each in browser.reports if not each.receipt]:
            browser.send(report)
    server.kill()
    assert sorted(_code(each) for each in _all(people)) == sorted(server.codes())


def _wait_for_receipts(people: list[Browser], wanted: int) -> None:
    give_up = time.monotonic() + START_SECONDS
    while sum(bool(each.receipt) for each in _all(people)) < wanted:
        assert time.monotonic() < give_up, "the server takes nothing in"
        threading.Event().wait(0.01)


def _all(people: list[Browser]) -> list[Report]:
    return [report for browser in people for report in browser.reports]


def _code(report: Report) -> str:
    return report.receipt.split("/")[2]
