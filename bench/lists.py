"""List, search and inbox with many reports, against the same with few: SQLite, PostgreSQL.

    python -m bench.lists [--few 500] [--many 200000] [--only sqlite]

Both provinces are served at once and asked in turn, so that whatever else the machine does
slows both alike. Everybody who asks is signed in: pages kept for strangers would measure nothing.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

from bench.province import Visitor, command, environment, free_port, load, serving
from tests import postgres

CITIZEN, OPERATOR = "0900000001", "0900000014"
PAGES = {
    # page: who asks for it
    "/phan-anh": CITIZEN,
    "/phan-anh?q=den+duong": CITIZEN,
    "/phan-anh?status=closed": CITIZEN,
    "/can-bo?muc=cho-xu-ly": OPERATOR,
    "/can-bo?muc=da-xong": OPERATOR,
    "/can-bo?tim=den+duong": OPERATOR,
    "/can-bo/ban-do": OPERATOR,
    "/can-bo/ban-do?trang_thai=chua-xong": OPERATOR,
}
MOST = 1.15
ROUNDS, WARM_UP = 150, 10
FEW, MANY = "few", "many"
Settings = dict[str, str]


def fill(settings: Settings, count: int) -> Settings:
    """Make a province with that many reports in the database that ``settings`` name."""
    load(settings)
    command(settings, "demo", "generate", str(count))
    return settings


def cookies(settings: Settings) -> dict[str, str]:
    """A session for everybody who asks."""
    asked = [sys.executable, "-m", "bench.sign_in", *sorted(set(PAGES.values()))]
    done = subprocess.run(asked, env=settings, check=True, capture_output=True, text=True)
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return found


@contextmanager
def visitors(settings: Settings) -> Iterator[dict[str, Visitor]]:
    """Serve that province; give a signed-in visitor for each page."""
    held = cookies(settings)
    port = int(settings["PORT"])
    with serving("wsgi:app", settings, port):
        found = {page: Visitor(port, held[who]) for page, who in PAGES.items()}
        yield found
        for each in found.values():
            each.close()


def medians(few: Settings, many: Settings) -> dict[str, tuple[float, float]]:
    """Median milliseconds of each page in both provinces, one request here, one there."""
    found = {}
    with ExitStack() as stack:
        sides = [stack.enter_context(visitors(each)) for each in (few, many)]
        for page in PAGES:
            for side in sides:
                side[page].seconds(page, WARM_UP)
            rounds = [[side[page].seconds(page, 1) for side in sides] for _ in range(ROUNDS)]
            small, large = (statistics.median(each) for each in zip(*rounds, strict=True))
            found[page] = (small * 1000, large * 1000)
    return found


def measure(name: str, few: Settings, many: Settings) -> bool:
    """Print every page's figures; tell whether one costs more than allowed."""
    slow = False
    for page, (small, large) in medians(few, many).items():
        slow |= large > MOST * small
        figures = f"{small:6.1f} ms {large:6.1f} ms  × {large / small:.2f} (≤ {MOST})"
        print(f"{name:11}{page:26}{figures}", flush=True)
    return slow


@contextmanager
def databases(name: str, folder: Path) -> Iterator[dict[str, str]]:
    """The addresses of two empty databases of that kind."""
    if name == "sqlite":
        yield {size: f"sqlite:///{folder / size / 'bench.sqlite'}" for size in (FEW, MANY)}
        return
    programs = postgres.programs()
    assert programs is not None, "PostgreSQL's programs are missing"
    cluster = postgres.Cluster(programs)
    try:
        engine = create_engine(cluster.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for size in (FEW, MANY):
                connection.execute(text(f"CREATE DATABASE {size}"))
        engine.dispose()
        yield {size: cluster.url.replace("/postgres?", f"/{size}?") for size in (FEW, MANY)}
    finally:
        cluster.stop()


def run(name: str, counts: dict[str, int]) -> bool:
    """Fill both provinces and measure them; tell whether a page is too slow."""
    with tempfile.TemporaryDirectory() as root, databases(name, Path(root)) as urls:
        settings = {}
        for size, count in counts.items():
            folder = Path(root) / size
            folder.mkdir(exist_ok=True)
            settings[size] = fill(environment(folder, free_port(), urls[size]), count)
        return measure(name, settings[FEW], settings[MANY])


def main() -> int:
    """Measure on every database there is; 1 when the many cost more than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--many", type=int, default=200_000)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    names = [options.only] if options.only else ["sqlite", *_postgresql()]
    counts = {FEW: options.few, MANY: options.many}
    return int(any([run(name, counts) for name in names]))


def _postgresql() -> list[str]:
    return ["postgresql"] if postgres.programs() else []


if __name__ == "__main__":
    sys.exit(main())
