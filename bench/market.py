"""The market's list and search with many products, against the same with few, on each database.

The pages are made anew for every request: what is kept for strangers is switched off. Both
provinces are asked in turns, so that a busy machine slows both.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, select, text

from app.core import clock
from app.core.config import Config, settings
from app.core.db import db
from app.core.keys import generate_data_key
from app.demo.generate_market import generate
from app.factory import create_app
from app.market.models import ProductKind
from app.places.imports.dataset import read
from app.places.imports.units import import_units
from tests import postgres

PATHS = (
    "/cho-so",
    "/cho-so?q=mat+ong",
    "/cho-so?q=mat+ogn",
    "/cho-so?q=moc+nhi&gia=1",
    "/cho-so?mua=1&ocop=1&gia=1",
    "/cho-so?loai={kind}&mua=1",
)
MOST = 1.15
WARMING, REQUESTS = 10, 200
Ask = Callable[[str], None]


def province(folder: Path, name: str, url: str, count: int) -> Flask:
    """An app on a database of its own with that many products."""
    values = {
        "APP_ENV": "development", "INSTANCE_PATH": str(folder / name), "DATABASE_URL": url,
        "DATA_KEY": generate_data_key(), "PROVINCE_CODE": "15",
    }  # fmt: skip
    app = create_app(Config.from_env(values), testing=True)
    with app.app_context():
        db.create_all()
        import_units(read(settings().province_code))
        db.session.commit()
        generate(count, clock.now())
        db.session.execute(text("ANALYZE"))
        db.session.commit()
    return app


def asker(app: Flask) -> Ask:
    """What asks a page of ``app`` and makes sure that it shows products."""
    client = app.test_client()
    with app.app_context():
        kind = db.session.scalar(select(ProductKind.code).order_by(ProductKind.id).limit(1))

    def ask(path: str) -> None:
        answer = client.get(path.format(kind=kind))
        if answer.status_code != 200 or b"/cho-so/san-pham/" not in answer.data:
            raise RuntimeError(f"{path} answered {answer.status_code} or nothing")

    return ask


def compared(few: Ask, many: Ask, path: str) -> tuple[float, float]:
    """Median milliseconds with few and with many, asked one after the other in turns."""
    for _ in range(WARMING):
        few(path)
        many(path)
    found = [(_milliseconds(few, path), _milliseconds(many, path)) for _ in range(REQUESTS)]
    less, more = (statistics.median(column) for column in zip(*found, strict=True))
    return less, more


def _milliseconds(ask: Ask, path: str) -> float:
    begun = time.perf_counter()
    ask(path)
    return (time.perf_counter() - begun) * 1000


def measure(folder: Path, name: str, urls: tuple[str, str], counts: tuple[int, int]) -> bool:
    """Measure on one kind of database and print; True when all is fast enough."""
    few, many = (
        asker(province(folder, f"{name}-{count}", url, count))
        for url, count in zip(urls, counts, strict=True)
    )
    fine = True
    for path in PATHS:
        less, more = compared(few, many, path)
        ratio = more / less
        fine &= ratio <= MOST
        print(f"{name:10} {path:34} {less:6.1f} ms {more:6.1f} ms  × {ratio:.2f} (≤ {MOST})",
              flush=True)  # fmt: skip
    return fine


@contextmanager
def postgres_urls() -> Iterator[tuple[str, str] | None]:
    """Two databases of a private server; None where PostgreSQL's programs are not found."""
    programs = postgres.programs()
    if programs is None:
        yield None
        return
    cluster = postgres.Cluster(programs)
    try:
        admin = create_engine(cluster.url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            for name in ("few", "many"):
                connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        address = make_url(cluster.url)
        few, many = (
            address.set(database=name).render_as_string(hide_password=False)
            for name in ("few", "many")
        )
        yield few, many
    finally:
        cluster.stop()


def main() -> int:
    """Measure and print; 1 when the many cost more than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--many", type=int, default=20_000)
    options = parser.parse_args()
    counts = (options.few, options.many)
    with tempfile.TemporaryDirectory() as name, postgres_urls() as servers:
        folder = Path(name)
        files = (f"sqlite:///{folder / 'few.sqlite'}", f"sqlite:///{folder / 'many.sqlite'}")
        fine = measure(folder, "sqlite", files, counts)
        if servers is not None:
            fine &= measure(folder, "postgresql", servers, counts)
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main())
