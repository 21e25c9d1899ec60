"""What benches of two sizes share: an app on a database of its own, few rows against many.

Both are asked in turns, so that a busy machine slows both; on SQLite, and on PostgreSQL where its
programs are found.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, make_url, text

from app.core.config import Config
from app.core.db import db
from app.core.keys import generate_data_key
from app.factory import create_app
from tests import postgres

MOST = 1.15
WARMING, REQUESTS = 10, 200
Ask = Callable[[str], None]


def filled(folder: Path, name: str, url: str, fill: Callable[[], object]) -> Flask:
    """An app on the database ``url``, filled by ``fill`` inside the app, with its statistics."""
    values = {
        "APP_ENV": "development", "INSTANCE_PATH": str(folder / name), "DATABASE_URL": url,
        "DATA_KEY": generate_data_key(), "PROVINCE_CODE": "15",
    }  # fmt: skip
    app = create_app(Config.from_env(values), testing=True)
    with app.app_context():
        db.create_all()
        fill()
        db.session.commit()
        _settle()
    return app


def _settle() -> None:
    """Have the database know its rows, as one does that runs for a while."""
    settled = {"sqlite": "ANALYZE", "postgresql": "VACUUM ANALYZE"}[db.engine.dialect.name]
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(settled))


def compared(few: Ask, many: Ask, path: str, rounds: int = REQUESTS) -> tuple[float, float]:
    """Median milliseconds with few and with many, asked one after the other in turns."""
    for _ in range(WARMING):
        few(path)
        many(path)
    found = [(_milliseconds(few, path), _milliseconds(many, path)) for _ in range(rounds)]
    less, more = (statistics.median(column) for column in zip(*found, strict=True))
    return less, more


def _milliseconds(ask: Ask, path: str) -> float:
    begun = time.perf_counter()
    ask(path)
    return (time.perf_counter() - begun) * 1000


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


def on_each(measured: Callable[[Path, str, tuple[str, str]], bool]) -> int:
    """Measure with two files of SQLite and two databases of PostgreSQL; 1 where one is not fine."""
    with tempfile.TemporaryDirectory() as name, postgres_urls() as servers:
        folder = Path(name)
        files = (f"sqlite:///{folder / 'few.sqlite'}", f"sqlite:///{folder / 'many.sqlite'}")
        fine = measured(folder, "sqlite", files)
        if servers is not None:
            fine &= measured(folder, "postgresql", servers)
    return int(not fine)
