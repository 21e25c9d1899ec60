"""A worker killed with -9 while it tells very many: everybody is told, each sees it once.

`make faults` tells 50,000 on each database (FAULT_PEOPLE), `make test` some.
"""

import os
import time
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from app.accounts.models import User
from app.core import clock as core_clock
from app.core import codes
from app.core import outbox as core_outbox
from app.core.personal import PersonKey
from app.notifications import broadcast_sending, broadcasts
from app.notifications.audience import Audience
from app.notifications.broadcast_models import DONE, BroadcastPush
from app.notifications.models import Notification, PushBinding, PushSubscription
from tests.factories.notifications import keys_of
from tests.faults.where import fault_databases
from tests.faults.worker import Worker
from tests.sinks.push_sink import PushSink, Reply

PEOPLE = int(os.environ.get("FAULT_PEOPLE", "150"))
AT_ONCE = 5_000
SECONDS_TO_LIST = 30 + PEOPLE / 100
WORDS = {"code": "abcd-efgh", "level": "Khẩn cấp", "headline": "Lũ lên", "area": "xã Thử",
         "words": "Lên chỗ cao ngay."}  # fmt: skip


@pytest.fixture
def sink():
    made = PushSink()
    yield made
    made.close()


@pytest.fixture
def worker_at(app, database, sink, tmp_path):
    """`worker_at(moment)`: a worker that believes the sink."""
    authority = tmp_path / "ca.pem"
    sink.authority.cert_pem.write_to_path(str(authority))
    more = {"PUSH_HOSTS": sink.place, "SSL_CERT_FILE": str(authority)}
    return lambda now: Worker(app, database, now, **more)


def _add_phones(db, sink, count):
    """Everybody has one phone with keys of its own; nothing here goes through the ORM."""
    now = core_clock.now()
    for start in range(0, count, AT_ONCE):
        ids = range(start + 1, min(start + AT_ONCE, count) + 1)
        bound = [{"subscription_id": n, "user_id": n, "created_at": now} for n in ids]
        db.session.execute(insert(PersonKey), [{"id": n} for n in ids])
        db.session.execute(insert(User), [_person(n, now) for n in ids])
        db.session.execute(insert(PushSubscription), [_phone(sink, n, now) for n in ids])
        db.session.execute(insert(PushBinding), bound)
    db.session.commit()


def _person(number, now):
    return {"id": number, "person_key_id": number, "created_at": now, "code": f"p{number}"}


def _phone(sink, number, now):
    browser = sink.browser(f"phone-{number}")
    keys = keys_of(browser)
    return {"id": number, "endpoint": browser.endpoint, "p256dh": keys.p256dh, "auth": keys.auth,
            "endpoint_hash": codes.sha256(browser.endpoint), "service": sink.place,
            "created_at": now}  # fmt: skip


def _begin(db):
    everybody = Audience(everybody=True)
    made = broadcasts.begin(
        "alert_emergency", WORDS, "/canh-bao/abcd-efgh", everybody, level=4, now=core_clock.now()
    )
    db.session.commit()
    return made


def _kill_half_way(worker, sink):
    """Kill it once half are told; one phone's answer never comes, so that it cannot be done."""
    stuck = f"phone-{PEOPLE * 2 // 3}"
    sink.replies[stuck] = Reply(hold=True)
    try:
        assert sink.wait_for(PEOPLE // 2, SECONDS_TO_LIST * 2), "the worker sent nothing"
    finally:
        worker.kill()
    del sink.replies[stuck]
    return len(sink.received)


@pytest.mark.details
@pytest.mark.loopback
@pytest.mark.slow
@pytest.mark.timeout(1800)
@fault_databases
def test_f02_killed_half_way_everybody_is_told_and_sees_it_once(db, sink, worker_at, clock):
    _add_phones(db, sink, PEOPLE)
    made, begun = _begin(db), time.perf_counter()
    before = _kill_half_way(worker_at(core_clock.now()), sink)
    assert PEOPLE // 2 <= before < PEOPLE
    clock.shift(core_outbox.LEASE + timedelta(seconds=30))
    assert worker_at(core_clock.now()).wait(SECONDS_TO_LIST * 4) == 0
    told = Counter(push.browser for push in sink.received)
    assert set(told) == set(sink.browsers)
    # What was on its way comes again under the id it had: a phone shows an id once.
    assert {push.payload["id"] for push in sink.received} == {made.code}
    assert len(sink.received) - PEOPLE <= broadcast_sending.LARGEST
    db.session.expire_all()
    assert (made.state, made.reached, made.through) == (DONE, PEOPLE, PEOPLE)
    inbox = select(Notification.user_id, func.count()).group_by(Notification.user_id)
    assert set(db.session.execute(inbox).all()) == {(n, 1) for n in range(1, PEOPLE + 1)}
    assert db.session.scalar(select(func.count(BroadcastPush.id))) == 0
    repeated = len(sink.received) - PEOPLE
    print(f"{PEOPLE} people, killed at {before}, {repeated} told again under the same id", end=" ")
    print(f"in {time.perf_counter() - begun:.0f} s")
