"""Sending to many: everybody once, the gravest first, one slow service holds nobody, stoppable."""

from collections import Counter
from datetime import timedelta
from types import SimpleNamespace

import pytest

from app.core import clock as now_clock
from app.core import outbox as core_outbox
from app.core.db import db as database
from app.notifications import actions, broadcast_listing, broadcast_sending, broadcasts, kinds
from app.notifications.audience import Audience
from app.notifications.broadcast_models import (
    DONE,
    SENDING,
    STOPPED,
    BroadcastPush,
)
from app.notifications.kinds import Kind
from app.notifications.models import Notification, PushSubscription
from tests.factories.accounts import make_user, viewer_of
from tests.factories.notifications import subscription
from tests.factories.places import make_commune
from tests.sinks.push_sink import PushSink, Reply

pytestmark = pytest.mark.loopback
WORDS = {"code": "abcd-efgh", "what": "Lũ lên"}
LOUD = Kind("broadcast_loud", "%(what)s", "%(what)s", pierces_quiet=True)
CALM = Kind("broadcast_calm", "%(what)s", "%(what)s")
EVERYBODY = Audience(everybody=True)


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    """Both kinds, for these tests alone."""
    for kind in (LOUD, CALM):
        monkeypatch.setitem(kinds._kinds, kind.name, kind)


@pytest.fixture(autouse=True)
def _sender(app, webpush, monkeypatch):
    monkeypatch.setitem(app.extensions, "webpush", webpush)


def phones(sink, count, reply=None, **columns):
    made = []
    for number in range(count):
        user = make_user(**columns)
        phone = sink.browser(f"phone-{user.id}-{number}", reply)
        subscription(viewer_of(user), phone)
        made.append(phone)
    return made


def begin(audience=EVERYBODY, kind="broadcast_loud", level=0):
    made = broadcasts.begin(
        kind, WORDS, "/canh-bao/abcd-efgh", audience, level=level, now=now_clock.now()
    )
    database.session.commit()
    return made


def test_everybody_gets_it_once_in_chunks(app, sink, outbox, monkeypatch):
    monkeypatch.setattr(broadcast_listing, "PEOPLE_AT_ONCE", 3)
    monkeypatch.setattr(broadcast_sending, "BATCH", 4)
    made = phones(sink, 11)
    made_broadcast = begin()
    outbox.drain()
    assert Counter(push.browser for push in sink.received) == Counter(each.name for each in made)
    assert Notification.query.count() == 11
    assert made_broadcast.state == DONE
    assert (made_broadcast.people, made_broadcast.reached) == (11, 11)
    assert (made_broadcast.queued, made_broadcast.sent) == (11, 11)
    assert outbox.jobs() == []
    assert {push.payload["id"] for push in sink.received} == {made_broadcast.code}


def test_it_reaches_who_lives_there_alone(app, sink, outbox):
    here, there = make_commune("Đây"), make_commune("Kia")
    mine = phones(sink, 2, home_commune_id=here.id)
    phones(sink, 2, home_commune_id=there.id)
    gone = make_user(home_commune_id=here.id)
    gone.disable(now_clock.now())
    begin(Audience((here.id,)))
    outbox.drain()
    assert {push.browser for push in sink.received} == {each.name for each in mine}
    assert Notification.query.count() == 2


def test_dead_subscriptions_are_removed_and_counted(app, sink, outbox):
    phones(sink, 2)
    phones(sink, 1, Reply(status=410))
    phones(sink, 1, Reply(status=400))
    made = begin()
    outbox.drain()
    assert (made.sent, made.gone, made.failed) == (2, 1, 1)
    assert PushSubscription.query.count() == 3
    assert made.state == DONE


def test_a_service_that_asks_to_wait_is_asked_again_later(app, sink, outbox, clock):
    (phone,) = phones(sink, 1, Reply(status=429, headers={"Retry-After": "120"}))
    made = begin()
    outbox.drain()
    assert made.state == SENDING
    sink.replies.clear()
    clock.shift(timedelta(seconds=60))
    outbox.drain()
    assert len(sink.to(phone)) == 1
    clock.shift(timedelta(seconds=300))
    outbox.drain()
    assert len(sink.to(phone)) == 2
    assert made.state == DONE


def test_the_highest_level_goes_first(app, sink, outbox, monkeypatch):
    monkeypatch.setattr(broadcast_sending, "BATCH", 1)
    monkeypatch.setattr(broadcast_sending, "LARGEST", 1)
    phones(sink, 3)
    low, high = begin(level=1), begin(level=4)
    outbox.drain()
    order = [push.payload["id"] for push in sink.received]
    assert order == [high.code] * 3 + [low.code] * 3


def test_one_slow_service_does_not_hold_the_others(app, sink, webpush, outbox, clock):
    slow = PushSink()
    try:
        stuck = slow.browser("stuck", Reply(hold=True))
        webpush._services._local |= {slow.place}
        slow.authority.configure_trust(webpush._context)
        subscription(viewer_of(make_user()), stuck)
        phones(sink, 5)
        made = begin()
        outbox.drain()
        assert len(sink.received) == 5
        assert made.state == SENDING
    finally:
        slow.close()


def test_who_was_told_slowly_waits_as_long_as_it_took(app, sink, outbox, monkeypatch):
    monkeypatch.setattr(broadcast_sending, "BATCH", 1)
    monkeypatch.setattr(broadcast_sending, "LARGEST", 1)
    ticks = iter(range(0, 1000, 30))
    monkeypatch.setattr(broadcast_sending, "time", SimpleNamespace(monotonic=lambda: next(ticks)))
    phones(sink, 3)
    begin()
    outbox.drain()
    assert len(sink.received) == 1
    (job,) = outbox.jobs()
    assert job.run_at >= now_clock.now() + timedelta(seconds=30)


def test_it_can_be_stopped(app, sink, outbox, monkeypatch):
    monkeypatch.setattr(broadcast_sending, "BATCH", 2)
    monkeypatch.setattr(broadcast_sending, "TURN_SECONDS", -1)
    phones(sink, 6)
    made = begin()
    core_outbox.drain(broadcasts.QUEUE)
    (service,) = {row.service for row in BroadcastPush.query}
    core_outbox.drain(f"push:{service}", limit=1)
    assert made.through == 2
    made.stop(now_clock.now())
    outbox.drain()
    assert len(sink.received) == 2
    assert made.state == STOPPED
    assert BroadcastPush.query.count() == 0


def test_it_can_be_stopped_while_people_are_listed(app, sink, outbox, monkeypatch):
    monkeypatch.setattr(broadcast_listing, "PEOPLE_AT_ONCE", 2)
    phones(sink, 6)
    made = begin()
    core_outbox.drain(broadcasts.QUEUE, limit=1)
    made.stop(now_clock.now())
    outbox.drain()
    assert made.reached == 2
    assert sink.received == []


@pytest.mark.own_day
def test_quiet_hours_hold_it_until_the_morning(app, sink, outbox, clock):
    clock.shift(timedelta(hours=15))  # 00:12 in Viet Nam
    phones(sink, 2)
    begin(kind="broadcast_calm")
    outbox.drain()
    assert sink.received == []
    clock.shift(timedelta(hours=6))
    outbox.drain()
    assert len(sink.received) == 2


def test_who_signed_out_meanwhile_is_not_told(app, sink, outbox):
    (phone,) = phones(sink, 1)
    made = begin()
    core_outbox.drain(broadcasts.QUEUE)
    (row,) = PushSubscription.query
    row.bindings = []
    outbox.drain()
    assert sink.to(phone) == []
    assert made.state == DONE


def test_two_people_on_one_browser_hear_it_once(app, db, sink, outbox):
    phone = sink.browser("shared")
    row = subscription(viewer_of(make_user()), phone)
    other = make_user()
    row._bind_one(None, now_clock.now(), user_id=other.id)
    db.session.flush()
    begin()
    outbox.drain()
    assert len(sink.to(phone)) == 1
    assert Notification.query.count() == 2


def test_the_reach_is_counted_by_commune(app, db, sink, outbox):
    here, there = make_commune("Đây"), make_commune("Kia")
    phones(sink, 2, home_commune_id=here.id)
    reader = make_user(home_commune_id=there.id)
    made = begin()
    outbox.drain()
    for _ in range(2):
        actions.read_all(viewer_of(reader), now_clock.now(), "/canh-bao/abcd-efgh")
    db.session.commit()
    reach = broadcasts.reach_of([made.id])
    assert reach[here.id] == Counter(reached=2, delivered=2, opened=0)
    assert reach[there.id] == Counter(reached=1, delivered=0, opened=1)


def test_what_waits_always_gets_its_job_back(app, sink, outbox):
    phones(sink, 1)
    begin()
    core_outbox.drain(broadcasts.QUEUE)
    for job in outbox.jobs():
        database.session.delete(job)
    database.session.commit()
    broadcasts.resume_now()
    outbox.drain()
    assert len(sink.received) == 1


def test_what_comes_too_late_is_dropped(app, sink, outbox, clock):
    phones(sink, 1)
    made = begin()
    core_outbox.drain(broadcasts.QUEUE)
    clock.shift(timedelta(days=4))
    outbox.drain()
    assert sink.received == []
    assert (made.failed, made.state) == (1, DONE)


def test_an_address_off_this_site_is_refused(app):
    with pytest.raises(ValueError):
        broadcasts.begin("broadcast_loud", WORDS, "//a.vn", EVERYBODY, now=now_clock.now())
