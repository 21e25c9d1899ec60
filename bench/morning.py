"""Forty people at once in the mix of a province's morning: this build beside an older one.

    python -m bench.morning --before ../before [--seconds 300] [--turns 5] [--users 40] [--keep DIR]

Each build serves a demonstration province of its own (as `bench/work.py` makes them) with two
processes of eight threads. The builds take turns of the seconds divided by the turns, so that a
busy machine slows both alike. Nobody pauses: an answer read, the next page is asked for, so the
machine is full and p95 is that of a full machine. Half are strangers, a third citizens with an
account, the rest officials; one citizen in ten requests sends a report with a photo. Beside
requests a second and p95 stands what is not blurred: the processor's time a request took.
"""

import argparse
import io
import json
import random
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.core.config import ROOT
from bench import table
from bench.asking import CITIZEN, FORM, HANDLER, LEAD, ODD, PLACE, REPORT
from bench.memory import CITIZENS, photo, processor_seconds
from bench.province import HOST, Visitor, free_port, wait_for
from bench.work import filled

USERS, SECONDS, TURNS = 40, 300.0, 5
TARGET = 2.0
"""How many times less processor time a request of the mix has to take."""
STRANGER = ("/", "/phan-anh", FORM, "/khan-cap", "/tin-tuc", "/canh-bao", "/cho-so")
OWN = ("/", "/phan-anh/cua-toi", "/thong-bao", "/hoa-don", "/phan-anh", FORM)
DESK = ("/can-bo?muc=cho-xu-ly", "/can-bo?muc=da-xong", "/can-bo/phan-anh/{code}", "/")
LEADING = ("/can-bo/lanh-dao", "/can-bo?muc=cho-xu-ly", "/")
SHARES: tuple[tuple[str, tuple[str, ...], int], ...] = (
    ("", STRANGER, 50),
    (CITIZEN, OWN, 35),
    (HANDLER, DESK, 12),
    (LEAD, LEADING, 3),
)
SENDS_ONE_IN = 10
SIZES = ("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--preload")


@dataclass
class Served:
    """A build that is being served, and what its turns have shown."""

    port: int
    pid: int
    database: Path
    cookies: dict[str, str]
    code: str
    waits: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    processor: float = 0.0


class Person:
    """One of the forty, who asks for page after page over a connection of their own."""

    def __init__(self, build: Served, number: int) -> None:
        """Draw who it is; the same number is the same person in either build."""
        self.build, self.drawn = build, random.Random(number)
        weights = [share for *_, share in SHARES]
        who, self.paths, _ = self.drawn.choices(SHARES, weights)[0]
        self.who = CITIZENS[number % len(CITIZENS)] if who == CITIZEN else who
        self.visitor = Visitor(build.port, build.cookies.get(self.who, ""))

    def ask(self, until: float) -> tuple[list[float], Counter[str]]:
        """Ask until that moment; give the milliseconds of each answer and what they were."""
        waits, answers = [], Counter[str]()
        while (begun := time.perf_counter()) < until:
            answers[self._one()] += 1
            waits.append(1_000 * (time.perf_counter() - begun))
        self.visitor.close()
        return waits, answers

    def _one(self) -> str:
        if self.who in CITIZENS and not self.drawn.randrange(SENDS_ONE_IN):
            return f"sent {self._send()}"
        try:
            self.visitor.get(self.drawn.choice(self.paths).format(code=self.build.code))
        except RuntimeError as refused:
            return str(refused).rpartition(" ")[2]
        return "200"

    def _send(self) -> int:
        """Open the form and send a report with a photo; give the answer's status."""
        line, cookie = self.visitor.connection, self.build.cookies[self.who]
        line.request("GET", FORM, headers={"Cookie": cookie})
        shown = line.getresponse()
        fields: dict[str, object] = dict(ODD.findall(shown.read().decode()))
        given = (shown.getheader("Set-Cookie") or cookie).partition(";")[0]  # the form's token
        fields |= {
            **PLACE,
            "similar": "1",
            "more": "1",
            "idempotency_key": secrets.token_urlsafe(16),
        }
        fields["description"] = f"Đèn đường không sáng {secrets.token_hex(4)}"
        picture = io.BytesIO(photo(self.drawn.randrange(9)))
        fields["photos"] = FileStorage(picture, "a.jpg", "photos", "image/jpeg")
        boundary, body = encode_multipart(MultiDict(fields))
        kind = f"multipart/form-data; boundary={boundary}"
        line.request("POST", FORM, body, {"Cookie": given, "Content-Type": kind})
        answer = line.getresponse()
        answer.read()
        return answer.status


@contextmanager
def served(tree: Path, folder: Path) -> Iterator[Served]:
    """Serve a build while the block runs."""
    python, settings = filled(tree, folder)
    signing = [python, "-m", "bench.sign_in", *CITIZENS, HANDLER, LEAD]
    made = subprocess.run(signing, cwd=tree, env=settings, check=True, stdout=subprocess.PIPE)
    cookies = json.loads(made.stdout.splitlines()[-1])
    port = free_port()
    command = [python, "-m", "gunicorn", *SIZES, "--keep-alive", "30", "--log-level", "error"]
    server = subprocess.Popen(
        [*command, "--bind", f"{HOST}:{port}", "wsgi:app"], cwd=tree, env=settings
    )
    try:
        wait_for(port)
        shown = Visitor(port, cookies[HANDLER]).get("/can-bo?muc=cho-xu-ly").decode()
        found = REPORT.search(shown)
        assert found, "the desk has no report"
        yield Served(port, server.pid, folder / "bench.sqlite", cookies, found[1])
    finally:
        server.terminate()
        server.wait(30)


def turn(build: Served, users: int, seconds: float, *, counts: bool = True) -> None:
    """Let everybody ask for so long; what they saw is added to the build's figures."""
    with closing(sqlite3.connect(build.database, timeout=30)) as line:  # as if hours lay between
        line.execute("DELETE FROM rate")
        line.commit()
    used, begun = processor_seconds(build.pid), time.perf_counter()
    people = [Person(build, number) for number in range(users)]
    with ThreadPoolExecutor(users) as threads:
        found = list(threads.map(lambda person: person.ask(begun + seconds), people))
    if not counts:
        return
    build.seconds += time.perf_counter() - begun
    build.processor += processor_seconds(build.pid) - used
    for waits, answers in found:
        build.waits += waits
        build.answers += answers


def told(name: str, build: Served) -> float:
    """Print what a build's turns showed; give the processor's milliseconds a request."""
    p50, p95 = statistics.median(build.waits), statistics.quantiles(build.waits, n=20)[-1]
    each = 1_000 * build.processor / len(build.waits)
    print(f"{name:8} {len(build.waits) / build.seconds:7.1f} requests a second, p50 {p50:.0f},"
          f" p95 {p95:.0f} ms; {each:.1f} ms of the processor a request;"
          f" {dict(build.answers)}", flush=True)  # fmt: skip
    return each


def compare(builds: list[Served]) -> bool:
    """Print the builds; tell whether this one took as much less as it has to."""
    names = ["before", "now"][-len(builds) :]
    each = [told(name, build) for name, build in zip(names, builds, strict=True)]
    before = each[0] if len(each) == 2 else None
    what = "a request of 40 people's morning"
    return table.times_less(what, before, each[-1], "ms", TARGET)


def main(words: list[str]) -> int:
    """Measure and print; 1 where the target is missed or an answer was an error."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, default=table.earlier())
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--users", type=int, default=USERS)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args(words)
    trees = [chosen.before.resolve(), ROOT] if chosen.before else [ROOT]
    with ExitStack() as stack:
        folder = chosen.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        builds = [stack.enter_context(served(tree, folder.resolve() / tree.name)) for tree in trees]
        for build in builds:  # first pages compile their templates
            turn(build, chosen.users, chosen.seconds / chosen.turns / 3, counts=False)
        for _ in range(chosen.turns):
            for build in builds:
                turn(build, chosen.users, chosen.seconds / chosen.turns)
        return int(not compare(builds))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
