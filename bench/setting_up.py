"""A province of 129 communes set up from one workbook, on each database: how long it takes.

Read, looked at, done, written out, and read back, when nothing may change.
"""

import io
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from app.accounts.actors import SYSTEM
from app.core import clock
from app.core.config import Config
from app.core.db import db
from app.core.keys import generate_data_key
from app.factory import create_app
from app.operation.provisioning import planning, reading
from app.places import queries as places
from app.places.imports.dataset import read
from app.places.imports.units import import_units
from app.service_requests import starter
from tests import postgres
from tests.operation import workbooks

PROVINCE, PEOPLE = "37", 1_000
SERVICES = ("security", "health", "education", "social-care")
LIMIT_SECONDS = 180


def province(folder: Path, name: str, url: str) -> Flask:
    values = {
        "APP_ENV": "development", "INSTANCE_PATH": str(folder / name), "DATABASE_URL": url,
        "DATA_KEY": generate_data_key(), "PROVINCE_CODE": PROVINCE,
    }  # fmt: skip
    app = create_app(Config.from_env(values), testing=True)
    with app.app_context():
        db.create_all()
        import_units(read(PROVINCE))
        starter.load()
        db.session.commit()
    return app


@contextmanager
def told(what: str, spent: list[float]) -> Iterator[None]:
    begun = time.monotonic()
    yield
    spent.append(time.monotonic() - begun)
    print(f"  {what:28} {spent[-1]:6.1f} s", flush=True)


def measure(app: Flask) -> bool:
    """Set a province up; tell whether it took no longer than it may, and is as it was written."""
    with app.app_context():
        communes = places.communes()
        content = workbooks.province(communes, PEOPLE, SERVICES)
        rows = len(communes) * (1 + 4 + 1 + len(SERVICES) + 1) + PEOPLE + 1
        print(f"  {len(communes)} communes, {rows} rows, {len(content) // 1024} kB")
        spent: list[float] = []
        with told("read and looked at", spent):
            plan = planning.plan(reading.read(content), SYSTEM)
        db.session.rollback()
        with told("read, looked at and done", spent):
            plan = planning.plan(reading.read(content), SYSTEM)
            planning.carry_out(plan, SYSTEM, clock.now())
            db.session.commit()
        out = io.BytesIO()
        with told("written out", spent):
            planning.write(out, with_officials=True)
        with told("read back", spent):
            again = planning.plan(reading.read(out.getvalue()), SYSTEM)
        print(f"  {plan.changes} changes, {plan.proposed} to be confirmed; then {again.changes}")
        for problem in [*plan.problems, *again.problems][:5]:
            print("  ", problem)
        faults = plan.problems or again.problems or again.changes
        return not faults and sum(spent[:2]) < LIMIT_SECONDS


def databases(folder: Path) -> Iterator[tuple[str, str, Callable[[], None]]]:
    yield "SQLite", f"sqlite:///{folder}/a.sqlite", lambda: None
    programs = postgres.programs()
    if programs is not None:
        cluster = postgres.Cluster(programs)
        yield "PostgreSQL", cluster.url, cluster.stop


def main() -> int:
    fits = True
    with tempfile.TemporaryDirectory() as name:
        for database, url, stop in databases(Path(name)):
            print(database)
            try:
                fits &= measure(province(Path(name), database, url))
            finally:
                stop()
    return 0 if fits else 1


if __name__ == "__main__":
    sys.exit(main())
