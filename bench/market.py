"""The market's list and search with many products, against the same with few, on each database.

The pages are made anew for every request: what is kept for strangers is switched off. Both
provinces are asked in turns, so that a busy machine slows both.
"""

import argparse
import sys
from functools import partial
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app.core import clock
from app.core.config import settings
from app.core.db import db
from app.demo.generate_market import generate
from app.market.models import ProductKind
from app.places.imports.dataset import read
from app.places.imports.units import import_units
from bench.two_sizes import MOST, Ask, compared, filled, on_each

PATHS = (
    "/cho-so",
    "/cho-so?q=mat+ong",
    "/cho-so?q=mat+ogn",
    "/cho-so?q=moc+nhi&gia=1",
    "/cho-so?mua=1&ocop=1&gia=1",
    "/cho-so?loai={kind}&mua=1",
)


def fill(count: int) -> None:
    """Write the province's units and that many products."""
    import_units(read(settings().province_code))
    db.session.commit()
    generate(count, clock.now())


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


def measure(folder: Path, name: str, urls: tuple[str, str], counts: tuple[int, int]) -> bool:
    """Measure on one kind of database and print; True when all is fast enough."""
    few, many = (
        asker(filled(folder, f"{name}-{count}", url, partial(fill, count)))
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


def main() -> int:
    """Measure and print; 1 when the many cost more than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--many", type=int, default=20_000)
    options = parser.parse_args()
    counts = (options.few, options.many)
    return on_each(lambda folder, name, urls: measure(folder, name, urls, counts))


if __name__ == "__main__":
    sys.exit(main())
