"""Random cuts, and a server that dies: nothing lost, nothing twice.

`make faults` runs 200 rounds on each database, `make test` some. A round writes one report with
a photo and lets one thing go wrong while the queue sends; what fails waits for the next rounds.
"""

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from app.service_requests.models import RequestPhoto, ServiceRequest
from tests.faults.phone import ModelPhone
from tests.faults.proxy import Cut
from tests.faults.site import Site, standing

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "8"))
WHERE = ("before", "during", "after")
KINDS = (*WHERE, *(f"server killed {where}" for where in WHERE), "token lost", "twice at once")


pytestmark = pytest.mark.time_runs
"""Another process looks at the clock too."""


@pytest.fixture
def site(app, db, database, tmp_path):
    """The server on this test's database, with what the form needs."""
    with standing(tmp_path, database.url) as running:
        yield running


@pytest.mark.loopback
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_f01_random_cuts_lose_nothing_and_send_nothing_twice(site, db):
    chance = random.Random(20261119)
    phone, happened = ModelPhone(site.proxy.port), Counter()
    for number in range(ROUNDS):
        phone.write(f"Việc số {number}", number)
        kind = KINDS[number] if number < len(KINDS) else chance.choice(KINDS)
        happened[kind] += 1
        go_wrong(site, phone, kind)
        site.revive()
    site.proxy.set(None)
    assert phone.flush()
    check(db, phone)
    print(f"{ROUNDS} rounds, {site.kills} kills: {dict(happened)}")


def go_wrong(site: Site, phone: ModelPhone, kind: str) -> None:
    """Let the queue send while `kind` happens."""
    if kind == "twice at once":
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(phone.send, [phone.waiting()[0]] * 2))
        return
    where = kind.split()[-1]
    kill = site.kill if kind.startswith("server") else None
    first = b"GET" if kind == "token lost" else b"POST"
    site.proxy.set(Cut(where if where in WHERE else "after", first, kill))
    phone.flush()
    site.proxy.set(None)


def check(db, phone: ModelPhone) -> None:
    """Every item has one row with its words, its photo and its code; there is no other row."""
    db.session.rollback()
    rows = db.session.scalars(select(ServiceRequest)).unique().all()
    assert Counter(row.description for row in rows) == Counter(item.words for item in phone.items)
    assert {row.description: row.code for row in rows} == {
        item.words: item.code for item in phone.items
    }
    photos = Counter(db.session.scalars(select(RequestPhoto.service_request_id)))
    assert photos == Counter(row.id for row in rows)
