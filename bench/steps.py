"""What the desk's pages ask of the database, with many reports against few; told without a clock.

    python -m bench.steps [--few 500] [--many 100000] [--only sqlite]
    python -m bench.steps --here     the pages of the database that the settings name

SQLite tells tens of its machine's instructions, PostgreSQL blocks read or found in memory, each for
all that a page reads. Both sides have the 500 reports that fill every page (``demo generate``).
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, event

from app.core.config import Config
from app.core.db import db
from app.factory import create_app
from bench.lists import FEW, MANY, MOST, databases, fill
from bench.province import environment
from bench.sign_in import cookie
from tests import postgres

CITIZEN, HANDLER, LEAD, OPERATOR = "0900000001", "0900000011", "0900000012", "0900000014"
WAITING, DONE, EVERY = "/can-bo?muc=cho-xu-ly", "/can-bo?muc=da-xong", "/can-bo?muc=tat-ca"
DEADLINES, LEADING, MAP = "/can-bo/lich-han", "/can-bo/lanh-dao", "/can-bo/ban-do"
PAGES = (
    (CITIZEN, "/phan-anh"),
    (CITIZEN, "/phan-anh?status=closed"),
    (CITIZEN, "/phan-anh?q=den+duong"),
    *((who, page) for who in (OPERATOR, HANDLER) for page in (WAITING, DONE, EVERY, DEADLINES)),
    *((OPERATOR, f"{WAITING}&{more}")
      for more in ("xep=-nhan", "trang_thai=accepted", "han=qua-han")),
    (OPERATOR, "/can-bo?tim=den+duong"),
    *((who, page) for who in (OPERATOR, LEAD)
      for page in (LEADING, f"{LEADING}/so-lieu", f"{LEADING}/so-lieu?theo=xa", f"{LEADING}/tuan")),
    (OPERATOR, MAP),
    (OPERATOR, f"{MAP}?trang_thai=chua-xong"),
)  # fmt: skip
STEP = 10
ROUNDS = 3
"""The first have the process read what it keeps; the last is told."""


def here() -> dict[str, int]:
    """Ask the database that the settings name for each page; give what it had to do."""
    app = create_app(Config.from_env())
    app.testing = True
    with app.app_context():
        cookies = {who: cookie(app, who) for who, _ in PAGES}
        engine = db.engine
    reads = _steps if engine.dialect.name == "sqlite" else _blocks
    return {
        f"{who[-2:]} {page}": _told(app, cookies[who], page, partial(reads, engine))
        for who, page in PAGES
    }


def _told(app: Flask, signed_in: str, page: str, reads: Any) -> int:
    number = 0
    for _ in range(ROUNDS):
        with reads() as read:
            answer = app.test_client(use_cookies=False).get(page, headers={"Cookie": signed_in})
            assert answer.status_code == 200, (page, answer.status, answer.location)
        number = read()
    return number


@contextmanager
def _steps(engine: Engine) -> Iterator[Callable[[], int]]:
    seen = [0]

    def step() -> None:
        seen[0] += 1

    def listen(connection: Any, *_: Any) -> None:
        connection.set_progress_handler(step, STEP)

    event.listen(engine, "checkout", listen)
    try:
        yield lambda: seen[0]
    finally:
        event.remove(engine, "checkout", listen)


@contextmanager
def _blocks(engine: Engine) -> Iterator[Callable[[], int]]:
    seen: list[tuple[str, Any]] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            seen.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield lambda: _explained(engine, seen)
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _explained(engine: Engine, seen: list[tuple[str, Any]]) -> int:
    with engine.connect() as connection:
        return sum(_blocks_of(connection, *each) for each in seen)


def _blocks_of(connection: Connection, statement: str, parameters: Any) -> int:
    told = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
    (plan,) = connection.exec_driver_sql(told, parameters).scalar_one()
    top = plan["Plan"]
    return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])


def _asked(settings: dict[str, str]) -> dict[str, int]:
    asked = [sys.executable, "-m", "bench.steps", "--here"]
    done = subprocess.run(asked, env=settings, check=True, capture_output=True, text=True)
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return found


def compared(name: str, few: dict[str, int], many: dict[str, int]) -> bool:
    """Print each page's figures; tell whether one costs more than allowed."""
    for page, number in few.items():
        print(f"{name:11}{page:46}{number:8,} {many[page]:8,}  × {many[page] / number:.2f}")
    return any(many[page] > MOST * number for page, number in few.items())


def run(name: str, counts: dict[str, int]) -> bool:
    """Fill both provinces and ask them; tell whether a page costs more than allowed."""
    with tempfile.TemporaryDirectory() as root, databases(name, Path(root)) as urls:
        found = {}
        for size, count in counts.items():
            folder = Path(root) / size
            folder.mkdir(exist_ok=True)
            found[size] = _asked(fill(environment(folder, database=urls[size]), count))
        return compared(name, found[FEW], found[MANY])


def main() -> int:
    """Ask every database there is; 1 when a page of the many costs more than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--here", action="store_true")
    options = parser.parse_args()
    if options.here:
        print(json.dumps(here()))
        return 0
    names = [options.only] if options.only else ["sqlite", "postgresql"]
    counts = {FEW: options.few, MANY: options.many}
    known = [each for each in names if each == "sqlite" or postgres.programs()]
    return int(any([run(name, counts) for name in known]))


if __name__ == "__main__":
    sys.exit(main())
