"""The directory with many entries, against the same with few, and an extract of a map taken over.

On each database. The pages are made anew for every request; both provinces are asked in turns, so
that a busy machine slows both. The extract has the shape of one of OpenStreetMap: half of its
features are of no kind that is kept.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.accounts.models import Agency
from app.accounts.models.agency import COMMITTEE
from app.accounts.permissions import KEEP_DIRECTORY
from app.core import clock
from app.core.config import settings
from app.core.db import db
from app.core.preferences import COOKIE, Preferences
from app.directory import geojson, queries, starter
from app.directory.bearing import Newcomer, bear
from app.directory.keeping import Said
from app.directory.models import DirectoryKind
from app.directory.rights import keepers
from app.directory.sheet import SHEET
from app.places import queries as places
from app.places.imports.dataset import read
from app.places.imports.units import import_units
from app.places.models import Place
from app.sheets import uploads
from app.sheets.cli import work
from app.sheets.models import DONE
from bench.sign_in import begun
from bench.steps import _blocks, _steps, _told
from bench.two_sizes import MOST, REQUESTS, Ask, compared, filled, on_each
from tests.factories.accounts import make_official

ANYWHERE = "/danh-ba/cap-cuu?"
PATHS = (
    "/danh-ba?q=tram+y+te",
    "/danh-ba?q=mong+so+17",
    "/danh-ba?q=muong+mong",
    "/danh-ba?q=muong+mong&loai=pharmacy",
    "/danh-ba?loai=pharmacy",
    "/danh-ba?loai=pharmacy&noi={place}",
    "/danh-ba/gan?loai=pharmacy&lat=21.7&long=104.9",
    "/danh-ba/cap-cuu",
    ANYWHERE,
    "/can-bo/danh-ba",
    "/can-bo/danh-ba?xem=tat-ca",
    "/can-bo/danh-ba?q=mong+so+17",
)
HERE, FIRST, URGENT = (21.7, 104.9), 500, 100
"""The first so many entries lie there, in one commune; the first of these are ambulances."""
WORDS = ("Mường", "Mộng", "Sơn", "Thịnh", "Phúc", "Hạnh", "Khe", "Lũng", "Nậm", "Tân", "Đông")
CHUNK = 2_000
LONGEST = 120.0
"""Seconds for the extract of a province."""


def province(count: int) -> None:
    """Write the province's units, the kinds, and that many entries of its office."""
    import_units(read(settings().province_code))
    starter.load()
    office = Agency.found("bench", COMMITTEE, "UBND tỉnh", None)
    make_official(KEEP_DIRECTORY, agency=office)
    db.session.commit()
    fill(office, count)


def fill(office: Agency, count: int) -> None:
    """Write that many entries: the first fill the pages that are asked, others lie anywhere."""
    chance, now = random.Random(20), clock.now()
    kinds, communes = queries.kinds(), list(places.communes())
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        bear(office, [_entry(each, chance, kinds, communes) for each in numbers], now)
        db.session.commit()


def _entry(
    number: int, chance: random.Random, kinds: Sequence[DirectoryKind], communes: list[Place]
) -> Newcomer:
    kind = kinds[0] if number < URGENT else kinds[number % len(kinds)]
    lat, long = chance.uniform(21.3, 22.6), chance.uniform(103.5, 105.1)
    commune, words = communes[number // len(kinds) % len(communes)], chance.sample(WORDS, 2)
    if number < FIRST:
        commune, words = communes[0], ["Mường", "Mộng"]
        lat, long = HERE[0] + number / 50_000, HERE[1] + number % 7 / 10_000
    said = Said(
        f"{kind.name} {' '.join(words)} số {number}", commune=commune, phones="0900 000 201",
        hours="T2-T6: 7:30-11:30, 13:30-17:00", point=(lat, long),
    )  # fmt: skip
    return Newcomer(kind, f"n{number}", said, None)


def asker(app: Flask) -> Ask:
    """What asks a page of ``app`` and makes sure that it shows entries."""
    client = app.test_client(use_cookies=False)
    cookies, place = _cookies(app)

    def ask(path: str) -> None:
        answer = client.get(path.format(place=place), headers={"Cookie": cookies[path]})
        shown = answer.data.count(b'class="card')
        if answer.status_code != 200 or not shown:
            raise RuntimeError(f"{path} answered {answer.status_code} with {shown} entries")

    return ask


def _cookies(app: Flask) -> tuple[dict[str, str], str]:
    """The cookie of each page: the keeper's at the desk, else that of who lives in a commune."""
    with app.app_context():
        commune = next(iter(places.communes()))
        lives = f"{COOKIE}={Preferences(commune_id=commune.id).encoded()}"
        office = db.session.scalars(select(Agency).where(Agency.code == "bench")).one()
        desk = begun(app, keepers(office)[0])
        found = {path: desk if path.startswith("/can-bo") else lives for path in PATHS}
        return {**found, ANYWHERE: ""}, commune.code


def reads(app: Flask) -> dict[str, int]:
    """What the database had to do for each page, told without a clock."""
    with app.app_context():
        engine = db.engine
    reading = _steps if engine.dialect.name == "sqlite" else _blocks
    cookies, place = _cookies(app)
    return {
        path: _told(app, cookies[path], path.format(place=place), partial(reading, engine))
        for path in PATHS
    }


def extract(count: int) -> bytes:
    """Give an extract of a map as osmium and overpass write one, half of it trees and benches."""
    chance = random.Random(7)
    features = list(_features(chance, count))
    whole = {"type": "FeatureCollection", "generator": "overpass-ide", "features": features}
    return json.dumps(whole, ensure_ascii=False).encode()


def _features(chance: random.Random, count: int) -> Iterator[dict[str, Any]]:
    tags = (
        ("amenity", "pharmacy"), ("amenity", "school"), ("amenity", "bank"), ("amenity", "police"),
        ("tourism", "viewpoint"), ("highway", "bus_stop"),
    )  # fmt: skip
    for number in range(count):
        name, value = tags[number % len(tags)] if number % 2 else ("natural", "tree")
        lat, long = chance.uniform(21.3, 22.6), chance.uniform(103.5, 105.1)
        said = {"@id": f"node/{1_000_000 + number}", name: value}
        if number % 2:
            said |= {
                "name": f"{' '.join(chance.sample(WORDS, 3))} {number}", "phone": "+84 900 000 201",
                "opening_hours": "Mo-Fr 07:30-17:00", "addr:street": "Đường Mẫu",
            }  # fmt: skip
        yield {
            "type": "Feature", "id": f"node/{1_000_000 + number}", "properties": said,
            "geometry": {"type": "Point", "coordinates": [long, lat]},
        }  # fmt: skip


def taken_over(app: Flask, content: bytes) -> tuple[int, float, float]:
    """Give how many entries an extract became, in how many seconds, and how long we worked."""
    with app.app_context():
        office = db.session.scalars(select(Agency).where(Agency.code == "bench")).one()
        since, worked = time.perf_counter(), time.process_time()
        made = geojson.as_table(content, queries.kinds())
        upload = uploads.receive(SHEET, office.id, ("a.csv", made.content), None, clock.now())
        uploads.check(upload, {f"column-{name}": str(at) for name, at in upload.columns.items()})
        work(upload)
        while upload.state != DONE:
            if upload.problems:
                raise RuntimeError(upload.problems[:3])
            work(upload)
        new = int(upload.result["new"])
    return new, time.perf_counter() - since, time.process_time() - worked


def measure(folder: Path, name: str, urls: tuple[str, str], options: argparse.Namespace) -> bool:
    """Measure on one kind of database and print; True when all is fast enough."""
    counts, apps = (options.few, options.many), []
    for url, count in zip(urls, counts, strict=True):
        since = time.process_time()
        apps.append(filled(folder, f"{name}-{count}", url, partial(province, count)))
        print(f"{name:10} {count} entries in {time.process_time() - since:.0f} s of the processor",
              flush=True)  # fmt: skip
    few, many = map(asker, apps)
    fewer, most = map(reads, apps)
    fine = True
    for path in PATHS:
        less, more = compared(few, many, path, options.rounds)
        fine &= more / less <= MOST
        print(f"{name:10} {path:48} {fewer[path]:6,} {most[path]:6,}  {less:6.1f} ms {more:6.1f} ms"
              f"  × {more / less:.2f} (≤ {MOST})", flush=True)  # fmt: skip
    content = extract(options.features)
    new, seconds, worked = taken_over(apps[1], content)
    print(f"{name:10} {options.features} features, {len(content) // 1000:,} kB, {new} entries taken"
          f" over in {seconds:.0f} s, {worked:.0f} of our processor (≤ {LONGEST:.0f})",
          flush=True)  # fmt: skip
    return fine and seconds <= LONGEST


def main() -> int:
    """Measure and print; 1 when the many cost more than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--many", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=REQUESTS)
    parser.add_argument("--features", type=int, default=50_000)
    options = parser.parse_args()
    return on_each(lambda folder, name, urls: measure(folder, name, urls, options))


if __name__ == "__main__":
    sys.exit(main())
