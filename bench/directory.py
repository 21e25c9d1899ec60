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
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import insert, select

from app.accounts.models import Agency
from app.accounts.models.agency import COMMITTEE
from app.core import clock, codes
from app.core.config import settings
from app.core.db import db
from app.directory import finding, geojson, queries, starter
from app.directory.models import DirectoryEntry, DirectoryKind, DirectoryWord
from app.directory.sheet import SHEET
from app.places import queries as places
from app.places.imports.dataset import read
from app.places.imports.units import import_units
from app.places.models import Place
from app.sheets import uploads
from app.sheets.cli import work
from app.sheets.models import DONE
from bench.two_sizes import MOST, REQUESTS, Ask, compared, filled, on_each

PATHS = (
    "/danh-ba?q=tram+y+te",
    "/danh-ba?q=mong+so+17",
    "/danh-ba?loai=pharmacy",
    "/danh-ba?loai=pharmacy&noi={place}",
    "/danh-ba/gan?loai=pharmacy&lat=21.7&long=104.9",
    "/danh-ba/cap-cuu",
)
WORDS = ("Mường", "Mộng", "Sơn", "Thịnh", "Phúc", "Hạnh", "Khe", "Lũng", "Nậm", "Tân", "Đông")
CHUNK = 2_000
LONGEST = 120.0
"""Seconds for the extract of a province."""


def province(count: int) -> None:
    """Write the province's units, the kinds, and that many entries of its office."""
    import_units(read(settings().province_code))
    starter.load()
    office = Agency.found("bench", COMMITTEE, "UBND tỉnh", None)
    db.session.commit()
    fill(office, count)


def fill(office: Agency, count: int) -> None:
    """Write entries of all kinds in all communes, as near to one another whatever their number."""
    chance, now = random.Random(20), clock.now()
    kinds, communes = queries.kinds(), list(places.communes())
    for start in range(0, count, CHUNK):
        numbers = range(start, min(start + CHUNK, count))
        made = [_entry(n, office, chance, kinds, communes, now) for n in numbers]
        names = [column.key for column in DirectoryEntry.__table__.columns if column.key != "id"]
        rows = [{name: getattr(each, name) for name in names} for each in made]
        added = insert(DirectoryEntry).returning(DirectoryEntry.id, DirectoryEntry.code)
        ids = {code: number for number, code in db.session.execute(added, rows)}
        words = [
            {"word": word, "sort_key": finding.sort_key(each), "entry_id": ids[each.code]}
            for each in made
            for word in finding.words_of(each)
        ]
        db.session.execute(insert(DirectoryWord), words)
        db.session.commit()


def _entry(
    number: int, office: Agency, chance: random.Random, kinds: Any, communes: list[Place],
    now: datetime,
) -> DirectoryEntry:  # fmt: skip
    kind, commune = kinds[number % len(kinds)], communes[number // len(kinds) % len(communes)]
    lat, long = chance.uniform(21.3, 22.6), chance.uniform(103.5, 105.1)
    named = " ".join([*chance.sample(WORDS, 2), f"số {number}"])
    with db.session.no_autoflush:
        made = DirectoryEntry(
            code=codes.readable_code(), version=1, agency_id=office.id, kind_id=kind.id,
            commune_id=commune.id, source_key=f"n{number}", name=f"{kind.name} {named}",
            phones="0900 000 201", address="", hours="T2-T6: 7:30-11:30, 13:30-17:00", days="",
            about="", values={}, lat=lat, long=long, cell=finding.cell_of(lat, long),
            check_due=clock.local(now).date(), told_of_check=True, checked_by_owner=False,
            created_at=now, changed_at=now,
        )  # fmt: skip
        _lean(made, kind, commune)
    return made


def _lean(entry: DirectoryEntry, kind: DirectoryKind, commune: Place) -> None:
    """Let an entry that never enters the session know its kind and its commune."""
    entry.__dict__.update(kind=kind, commune=commune, village=None)


def asker(app: Flask) -> Ask:
    """What asks a page of ``app`` and makes sure that it shows entries."""
    client = app.test_client()
    with app.app_context():
        place = next(iter(places.communes())).code

    def ask(path: str) -> None:
        answer = client.get(path.format(place=place))
        empty = b'class="card' not in answer.data and "cap-cuu" not in path
        if answer.status_code != 200 or empty:
            raise RuntimeError(f"{path} answered {answer.status_code} or nothing")

    return ask


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


def taken_over(app: Flask, content: bytes) -> tuple[int, float]:
    """Give how many entries an extract became, and in how many seconds."""
    with app.app_context():
        office = db.session.scalars(select(Agency).where(Agency.code == "bench")).one()
        begun = time.perf_counter()
        made = geojson.as_table(content, queries.kinds())
        upload = uploads.receive(SHEET, office.id, ("a.csv", made.content), None, clock.now())
        uploads.check(upload, {f"column-{name}": str(at) for name, at in upload.columns.items()})
        work(upload)
        while upload.state != DONE:
            if upload.problems:
                raise RuntimeError(upload.problems[:3])
            work(upload)
        return int(upload.result["new"]), time.perf_counter() - begun


def measure(folder: Path, name: str, urls: tuple[str, str], options: argparse.Namespace) -> bool:
    """Measure on one kind of database and print; True when all is fast enough."""
    counts = options.few, options.many
    apps = [
        filled(folder, f"{name}-{count}", url, partial(province, count))
        for url, count in zip(urls, counts, strict=True)
    ]
    few, many = map(asker, apps)
    fine = True
    for path in PATHS:
        less, more = compared(few, many, path, options.rounds)
        fine &= more / less <= MOST
        print(f"{name:10} {path:46} {less:6.1f} ms {more:6.1f} ms  × {more / less:.2f} (≤ {MOST})",
              flush=True)  # fmt: skip
    new, seconds = taken_over(apps[1], extract(options.features))
    print(f"{name:10} {options.features} features, {new} entries taken over in {seconds:.0f} s "
          f"(≤ {LONGEST:.0f})", flush=True)  # fmt: skip
    return fine and seconds <= LONGEST


def main() -> int:
    """Measure and print; 1 when the many cost more than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=5_000)
    parser.add_argument("--many", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=REQUESTS)
    parser.add_argument("--features", type=int, default=50_000)
    options = parser.parse_args()
    return on_each(lambda folder, name, urls: measure(folder, name, urls, options))


if __name__ == "__main__":
    sys.exit(main())
