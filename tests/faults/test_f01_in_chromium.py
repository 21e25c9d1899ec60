"""The same cuts with the real worker in a real browser; the browser is killed too."""

import os
import random
import time
from collections import Counter

import pytest
from playwright.sync_api import Playwright
from sqlalchemy import select

from app.service_requests.models import ServiceRequest
from tests.browser.devices import program
from tests.browser.queue_phone import BatteryPhone
from tests.faults.proxy import Cut
from tests.faults.site import Site, standing
from tests.faults.where import fault_databases

ROUNDS = max(3, int(os.environ.get("FAULT_ROUNDS", "24")) // 8)
WHERE = ("before", "during", "after")
KINDS = ("browser", "worker", "server", "page", *WHERE)
STOP_WORKER = "ServiceWorker.stopAllWorkers"


pytestmark = pytest.mark.time_runs
"""Another process looks at the clock too."""


@pytest.fixture
def site(app, db, database, tmp_path):
    with standing(tmp_path, database.url) as running:
        yield running


@pytest.mark.details
@pytest.mark.loopback
@pytest.mark.slow
@pytest.mark.timeout(1800)
@fault_databases
def test_f01_the_worker_and_the_browser_die_and_nothing_is_lost_or_twice(
    site, db, tmp_path, playwright_driver: Playwright
):
    if program() is None:
        pytest.skip("no chromium on this machine: sudo apt-get install -y chromium")
    chance, happened = random.Random(1), Counter()
    phone = BatteryPhone(playwright_driver, tmp_path / "profile", site.url)
    phone.ready()
    for number in range(ROUNDS):
        kind = KINDS[number] if number < len(KINDS) else chance.choice(KINDS)
        happened[kind] += 1
        one_round(site, phone, kind, f"Việc số {number}", chance.choice(WHERE))
    site.proxy.set(None)
    settle(phone)
    codes = {item["code"] for item in phone.kept() if item["state"] == "sent"}
    phone.close()
    db.session.rollback()
    rows = db.session.scalars(select(ServiceRequest)).unique().all()
    assert Counter(row.description for row in rows) == Counter(
        f"Việc số {number}" for number in range(ROUNDS)
    )
    assert {row.code for row in rows} == codes
    print(f"{ROUNDS} rounds in Chromium, {site.kills} server kills: {dict(happened)}")


def one_round(site: Site, phone: BatteryPhone, kind: str, words: str, where: str) -> None:
    """Write one and let `kind` go wrong while it is sent."""
    phone.write(words, photos=1)
    kill = site.kill if kind == "server" else None
    site.proxy.set(Cut(kind if kind in WHERE else where, b"POST", kill))
    phone.send()
    phone.page.wait_for_timeout(300)
    if kind == "worker":
        devtools = phone.context.new_cdp_session(phone.page)
        devtools.send("ServiceWorker.enable")
        devtools.send(STOP_WORKER)
    if kind == "page":
        phone.page.goto("about:blank")
    if kind == "browser":
        phone.kill()
        phone.start()
    phone.page.wait_for_timeout(300)
    site.proxy.set(None)
    site.revive()


def settle(phone: BatteryPhone) -> None:
    """Open the queue and tap "send now" until nothing waits."""
    give_up = time.monotonic() + 60
    phone.page.goto("/cho-gui")
    while any(item["state"] != "sent" for item in phone.kept()):
        assert time.monotonic() < give_up, [item["state"] for item in phone.kept()]
        phone.page.evaluate("() => window.phone.send(2)")
        phone.page.wait_for_timeout(300)
