"""The worker sends; what the push service says of it changes our rows."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, update

from app.accounts.models import User
from app.core import ending, jobs, retention
from app.core import outbox as core_outbox
from app.core.doorbell import RedisBell
from app.notifications import delivery, tell
from app.notifications.models import Notification, PushBinding, PushSubscription
from app.notifications.webpush import Message, Outcome, Result, WebPush
from tests.clocks import USUAL as NOW
from tests.conftest import Outbox
from tests.databases import TestDatabase
from tests.factories.accounts import make_user, viewer_of
from tests.factories.notifications import ABOUT, CODE, notification, subscription
from tests.sinks.push_sink import Browser, PushSink, Reply

pytestmark = [pytest.mark.loopback, pytest.mark.own_day]
URL = f"/phan-anh/{CODE}"


@pytest.fixture(autouse=True)
def _sender(app: Flask, webpush: WebPush, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app sends to the sink."""
    monkeypatch.setitem(app.extensions, "webpush", webpush)


def told_at(browser: Browser, *more: Browser, key: str = "reply-1", **columns: object) -> User:
    person = make_user(**columns)
    for each in (browser, *more):
        subscription(viewer_of(person), each)
    tell([person], "replied", ABOUT, URL, key)
    return person


def browsers(db: SQLAlchemy) -> list[PushSubscription]:
    return list(db.session.scalars(select(PushSubscription).order_by(PushSubscription.id)))


# --- what arrives


def test_the_phone_gets_what_the_service_worker_reads(
    db: SQLAlchemy, sink: PushSink, outbox: Outbox
) -> None:
    phone = sink.browser("phone")
    told_at(phone)
    outbox.drain()
    (push,) = sink.to(phone)
    row = db.session.scalars(select(Notification)).one()
    assert push.payload == {
        "id": row.code,
        "tag": CODE,
        "title": "Phản ánh của bạn có trả lời mới",
        "body": f"Đèn đường · {CODE}",
        "url": URL,
        "lang": "vi",
    }
    assert outbox.jobs() == []


def test_it_speaks_the_receivers_language(sink: PushSink, outbox: Outbox) -> None:
    phone = sink.browser("phone")
    told_at(phone, language="en")
    outbox.drain()
    (push,) = sink.to(phone)
    assert push.payload["title"] == "There is a reply to your report"
    assert push.payload["body"] == f"Street lamp · {CODE}"
    assert push.payload["lang"] == "en"


def test_the_push_service_learns_nothing(sink: PushSink, outbox: Outbox) -> None:
    phone = sink.browser("phone")
    person = told_at(phone)
    outbox.drain()
    (push,) = sink.to(phone)
    seen = json.dumps(push.headers) + push.body.decode("latin-1")
    assert CODE not in seen
    assert person.code not in seen
    assert len(push.headers["topic"]) == 32


def test_news_of_one_thing_replaces_what_was_not_delivered_yet(
    sink: PushSink, outbox: Outbox
) -> None:
    phone = sink.browser("phone")
    person = told_at(phone)
    tell([person], "closed", ABOUT, URL, "closed-1")
    tell([person], "closed", {**ABOUT, "code": "LC-3479-ACDE"}, URL, "closed-2")
    outbox.drain()
    first, second, other = sink.to(phone)
    assert first.payload["id"] != second.payload["id"]
    assert first.payload["tag"] == second.payload["tag"] != other.payload["tag"]
    assert first.headers["topic"] == second.headers["topic"] != other.headers["topic"]


def test_steps_of_one_matter_within_an_hour_ring_once(
    clock: time_machine.Traveller, sink: PushSink, outbox: Outbox
) -> None:
    phone = sink.browser("phone")
    subscription(viewer_of(person := make_user()), phone)

    def told(kind: str, key: str, **about: str) -> dict[str, Any]:
        tell([person], kind, {**ABOUT, **about}, URL, key)
        outbox.drain()
        given: dict[str, Any] = sink.to(phone)[-1].payload
        return given

    assert "quiet" not in told("received", "1")
    assert told("accepted", "2")["quiet"]
    assert "quiet" not in told("received", "3", code="LC-3479-ACDE"), "another matter"
    assert "quiet" not in told("replied", "4"), "an answer is worth a ring"
    clock.shift(timedelta(minutes=61))
    assert "quiet" not in told("accepted", "5")


def test_every_browser_of_the_person_gets_it(sink: PushSink, outbox: Outbox) -> None:
    phone, tablet, noise = sink.browser("phone"), sink.browser("tablet"), sink.browser("noise")
    subscription(viewer_of(make_user()), noise)
    told_at(phone, tablet)
    outbox.drain()
    assert [push.browser for push in sink.received] == ["phone", "tablet"]


# --- what is no longer wanted


def test_what_was_read_meanwhile_is_not_pushed(
    db: SQLAlchemy, sink: PushSink, outbox: Outbox
) -> None:
    told_at(sink.browser("phone"))
    db.session.scalars(select(Notification)).one().read(NOW)
    outbox.drain()
    assert sink.received == outbox.jobs() == []


def test_who_signed_out_meanwhile_is_not_told(
    db: SQLAlchemy, sink: PushSink, outbox: Outbox
) -> None:
    told_at(sink.browser("phone"))
    db.session.delete(db.session.scalars(select(PushBinding)).one())
    outbox.drain()
    assert sink.received == outbox.jobs() == []


def test_who_was_disabled_meanwhile_is_not_told(sink: PushSink, outbox: Outbox) -> None:
    told_at(sink.browser("phone")).disable(NOW)
    outbox.drain()
    assert sink.received == outbox.jobs() == []


def test_what_is_too_old_is_not_pushed(
    sink: PushSink, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    told_at(sink.browser("phone"))
    clock.shift(timedelta(days=3, seconds=1))
    outbox.drain()
    assert sink.received == outbox.jobs() == []


def test_an_erased_notification_leaves_nothing_to_do(
    db: SQLAlchemy, sink: PushSink, outbox: Outbox
) -> None:
    told_at(sink.browser("phone"))
    db.session.delete(db.session.scalars(select(Notification)).one())
    outbox.drain()
    assert sink.received == outbox.jobs() == []


def test_the_night_is_kept_when_the_worker_was_late(
    sink: PushSink, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    told_at(sink.browser("phone"))
    clock.move_to(datetime(2026, 11, 19, 16, 30, tzinfo=UTC))
    outbox.drain()
    assert sink.received == []
    clock.move_to(datetime(2026, 11, 19, 23, 0, tzinfo=UTC))
    outbox.drain()
    assert len(sink.received) == 1


class Writing:
    """A sender during whose sending somebody else writes."""

    def __init__(self, db: SQLAlchemy) -> None:
        self.db = db

    def send(self, message: Message, now: datetime) -> Result:
        with self.db.engine.begin() as connection:
            connection.execute(update(User).values(text_size="large"))
        return Result(Outcome.ACCEPTED, "201")


def test_nobody_waits_for_the_network(
    app: Flask, db: SQLAlchemy, outbox: Outbox, sink: PushSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.extensions, "webpush", Writing(db))
    person = told_at(sink.browser("phone"))
    outbox.drain()
    assert person.text_size == "large"
    assert outbox.jobs() == []


# --- faults


@pytest.mark.parametrize("status", [404, 410])
def test_f06_a_browser_that_gave_up_is_deleted(
    db: SQLAlchemy, sink: PushSink, outbox: Outbox, status: int
) -> None:
    gone, alive = sink.browser("gone", Reply(status)), sink.browser("alive")
    told_at(gone, alive)
    outbox.drain()
    assert [row.endpoint for row in browsers(db)] == [alive.endpoint]
    assert len(db.session.scalars(select(PushBinding)).all()) == 1
    assert outbox.jobs() == []


@pytest.mark.parametrize("status", [429, 503])
def test_f06_it_waits_as_told(
    db: SQLAlchemy,
    sink: PushSink,
    outbox: Outbox,
    clock: time_machine.Traveller,
    status: int,
) -> None:
    busy = sink.browser("busy", Reply(status, {"Retry-After": "120"}))
    told_at(busy)
    outbox.drain()
    assert outbox.jobs()[0].run_at == NOW + timedelta(seconds=120)
    assert browsers(db)[0].failing_since == NOW
    clock.shift(timedelta(seconds=119))
    outbox.drain()
    assert len(sink.received) == 1
    del sink.replies["busy"]
    clock.shift(timedelta(seconds=1))
    outbox.drain()
    assert len(sink.received) == 2
    assert browsers(db)[0].failing_since is None
    assert outbox.jobs() == []


def test_f06_without_a_word_it_is_tried_ever_more_rarely(
    sink: PushSink, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    told_at(sink.browser("broken", Reply(500)))
    tried: list[datetime] = []
    while len(tried) < 8:
        outbox.drain()
        if len(sink.received) > len(tried):
            tried.append(datetime.now(UTC))
        clock.move_to(outbox.jobs()[0].run_at)
    waits = [after - before for before, after in pairwise(tried)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=30)
    assert waits[-1] >= timedelta(minutes=15)


def test_f06_who_was_not_tried_is_not_said_to_fail(
    db: SQLAlchemy, sink: PushSink, outbox: Outbox
) -> None:
    told_at(sink.browser("broken", Reply(503)), sink.browser("alive"))
    outbox.drain()
    assert [row.failing_since for row in browsers(db)] == [NOW, None]
    assert {job.run_at for job in outbox.jobs()} == {NOW + timedelta(seconds=30)}


def test_f06_a_redirect_is_not_followed_and_not_tried_again(
    db: SQLAlchemy, sink: PushSink, outbox: Outbox
) -> None:
    other = sink.browser("other")
    told_at(sink.browser("moved", Reply(308, {"Location": other.endpoint})))
    outbox.drain(failing=True)
    (job,) = outbox.jobs()
    assert (job.failed_at, job.last_error) == (NOW, "refused: 308")
    assert sink.to(other) == []
    assert len(browsers(db)) == 1


def test_f06_what_fails_for_a_month_is_deleted(
    db: SQLAlchemy, sink: PushSink, outbox: Outbox
) -> None:
    told_at(sink.browser("dead", Reply(403)))
    browsers(db)[0].failing_since = NOW - timedelta(days=30)
    outbox.drain()
    assert browsers(db) == outbox.jobs() == []


def test_f06_a_slow_service_does_not_hold_the_others(
    app: Flask, sink: PushSink, outbox: Outbox, webpush: WebPush
) -> None:
    other = PushSink()
    slow, quick = (
        [sink.browser(f"slow-{n}", Reply(hold=True)) for n in range(3)],
        other.browser("q"),
    )
    _believe_both(webpush, sink, other)
    told_at(*slow, quick)
    outbox.drain()
    assert len(other.received) == 1
    assert len(sink.received) == 1
    assert {job.queue for job in outbox.jobs()} == {f"push:{sink.place}"}
    webpush.close()
    other.close()


def _believe_both(webpush: WebPush, sink: PushSink, other: PushSink) -> None:
    other.authority.configure_trust(webpush._context)
    webpush._services = delivery.PushServices([sink.place, other.place], local_allowed=True)


def test_f05_without_its_doorbell_the_sweep_delivers(
    db: SQLAlchemy,
    sink: PushSink,
    outbox: Outbox,
    monkeypatch: pytest.MonkeyPatch,
    unused_port: int,
) -> None:
    bell = RedisBell(f"redis://127.0.0.1:{unused_port}/0")
    monkeypatch.setattr(core_outbox, "_ring", jobs.ringer(bell))
    told_at(sink.browser("phone"))
    db.session.commit()
    assert sink.received == []
    outbox.drain()
    assert len(sink.received) == 1


KILLED_WORKER = """
import sys, time_machine
from datetime import datetime
from app import factory
from app.core import outbox
factory.ROOMS = ("places", "media", "accounts", "notifications")
with time_machine.travel(datetime.fromisoformat(sys.argv[1]), tick=False):
    with factory.create_app().app_context():
        outbox.drain(sys.argv[2])
"""


def test_f02_a_killed_workers_message_is_sent_again_and_shown_once(
    app: Flask,
    database: TestDatabase,
    db: SQLAlchemy,
    sink: PushSink,
    outbox: Outbox,
    clock: time_machine.Traveller,
) -> None:
    phone = sink.browser("phone", Reply(hold=True))
    told_at(phone)
    db.session.commit()
    _kill_while_sending(app, database, sink)
    (job,) = outbox.jobs()
    assert job.leased_until is not None
    outbox.drain()
    assert len(sink.received) == 1, "nobody else takes it while the lease holds"
    del sink.replies["phone"]
    clock.shift(core_outbox.LEASE + timedelta(seconds=1))
    outbox.drain()
    first, second = sink.to(phone)
    assert first.payload == second.payload
    assert first.headers["topic"] == second.headers["topic"]
    assert outbox.jobs() == []


def _kill_while_sending(app: Flask, database: TestDatabase, sink: PushSink) -> None:
    settings = app.config["SETTINGS"]
    authority = settings.instance / "sink-ca.pem"
    sink.authority.cert_pem.write_to_path(str(authority))
    env = {
        **os.environ,
        "APP_ENV": "test",
        "DATABASE_URL": database.url,
        "DATA_KEY": settings.data_key,
        "INSTANCE_PATH": str(settings.instance),
        "PUSH_HOSTS": sink.place,
        "SSL_CERT_FILE": str(authority),
    }
    command = [sys.executable, "-c", KILLED_WORKER, NOW.isoformat(), f"push:{sink.place}"]
    worker = subprocess.Popen(command, env=env)
    try:
        assert sink.wait_for(1, 30), "the worker sent nothing"
    finally:
        worker.kill()
        worker.wait()


# --- tidying up


def test_old_notifications_and_lonely_browsers_are_dropped(db: SQLAlchemy, sink: PushSink) -> None:
    person = make_user()
    notification(person, created_at=NOW - timedelta(days=366))
    new = notification(person, created_at=NOW - timedelta(days=350))
    kept = subscription(viewer_of(person), sink.browser("kept"))
    lonely = subscription(viewer_of(person), sink.browser("lonely"))
    lonely.unbind(lonely.bindings)
    db.session.flush()
    assert delivery.forget_unbound() == 1
    ending.carry_out(NOW)
    assert ending.carry_out(NOW + retention.ANNOUNCED)["notices"] == 1
    assert db.session.scalars(select(Notification.id)).all() == [new.id]
    assert db.session.scalars(select(PushSubscription.id)).all() == [kept.id]
