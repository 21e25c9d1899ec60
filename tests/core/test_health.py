"""The two addresses that supervisors ask: does this process answer, and what it rests on."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, text
from sqlalchemy.exc import OperationalError

from app.core import clock as core_clock
from app.core import db as database
from app.core import health, jobs, outbox, pulse
from app.core.config import Config
from app.factory import create_app
from app.media.storage import Folder
from tests.core.test_security import PRODUCTION

HERE, ELSEWHERE = "127.0.0.1", "10.1.2.3"
ALL = {"web", "database", "migrations", "worker", "queue", "storage"}


@pytest.fixture
def working(app, media_folder) -> Flask:
    """An app whose worker is at work, with nothing waiting for it."""
    jobs.tick()  # which of the regular jobs are due, and ask for work, hangs on the tests before
    database.db.session.execute(delete(outbox.Job))
    database.db.session.commit()
    return app


def _not_ready(client) -> dict[str, str]:
    answer = client.get("/readyz")
    parts = answer.get_json()["parts"]
    assert set(parts) == ALL
    wrong = {name: word for name, word in parts.items() if word != "ok"}
    assert answer.status_code == (503 if wrong else 200)
    return wrong


def test_all_that_is_needed_is_there(working, client):
    assert _not_ready(client) == {}


def test_a_worker_that_never_was_is_said(client, media_folder):
    assert _not_ready(client) == {"worker": "no pulse"}
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_a_worker_that_died_is_said_after_minutes(working, client, clock):
    clock.shift(pulse.STOPPED - timedelta(seconds=1))
    assert _not_ready(client) == {}
    clock.shift(timedelta(seconds=1))
    assert _not_ready(client) == {"worker": "no pulse"}
    jobs.tick()
    assert _not_ready(client) == {}


def test_f07_a_pulse_of_a_clock_that_ran_fast_counts_for_nothing(working, client, clock):
    clock.shift(timedelta(hours=-5))
    assert "worker" in _not_ready(client)
    jobs.tick()
    assert _not_ready(client) == {}


def test_work_that_nobody_does_is_said(working, client, db, clock):
    outbox.add("queue", "kind", {})
    db.session.commit()
    clock.shift(health.LATE)
    pulse.beat(core_clock.now())
    db.session.commit()
    assert _not_ready(client) == {"queue": "late"}


def test_work_of_later_and_work_that_failed_make_nothing_late(working, client, db, clock):
    outbox.add("queue", "kind", {}, run_at=core_clock.now() + timedelta(days=1))
    outbox.add("queue", "kind", {})
    db.session.commit()
    outbox.fail(outbox.claim("queue")[0], "never")
    clock.shift(health.LATE)
    pulse.beat(core_clock.now())
    db.session.commit()
    assert _not_ready(client) == {}


def test_an_older_database_is_said(working, client, db, database):
    db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    db.session.commit()
    database.altered = True  # put back whole before the next test
    assert _not_ready(client) == {"migrations": "behind"}


def test_f03_a_store_that_takes_nothing_is_said(working, client, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    full = Folder(tmp_path / "file" / "below")  # below what is no folder nothing can be made
    monkeypatch.setitem(working.extensions, "media_store", full)
    assert _not_ready(client) == {"storage": "not writable"}


def test_a_store_is_left_as_it_was(working, client, media_folder):
    assert _not_ready(client) == {}
    assert [path for path in media_folder.rglob("*") if path.is_file()] == []


def test_a_database_that_is_gone_is_said_and_the_process_still_answers(
    working, client, db, monkeypatch
):
    def gone(*given: object, **named: object) -> None:
        raise OperationalError("SELECT", {}, Exception("password of the database"))

    monkeypatch.setattr(type(db.session()), "execute", gone)
    monkeypatch.setattr(type(db.session()), "scalar", gone)
    answer = client.get("/readyz")
    wrong = {name: word for name, word in answer.get_json()["parts"].items() if word != "ok"}
    assert wrong == {"database": "not answering", "worker": "unknown", "queue": "unknown"}
    assert answer.status_code == 503
    assert "password" not in answer.text
    assert client.get("/healthz").status_code == 200


def test_asking_often_asks_the_parts_once(working, client, monkeypatch):
    monkeypatch.setitem(working.config, "READINESS_KEPT", health.KEPT)
    monkeypatch.setitem(working.extensions, "readiness_kept", None)
    asked: list[str] = []

    def storage() -> str:
        asked.append("storage")
        return health.OK

    monkeypatch.setitem(working.extensions["readiness"], "storage", storage)
    assert [client.get("/readyz").status_code for _ in range(5)] == [200] * 5
    assert asked == ["storage"]


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@pytest.mark.parametrize(
    ("sender", "proxied", "status"),
    [(HERE, {}, 200), (ELSEWHERE, {}, 400), (HERE, {"X-Forwarded-For": ELSEWHERE}, 400)],
)
def test_s31_on_loopback_alone_any_host_is_answered(path, sender, proxied, status) -> None:
    made = create_app(Config.from_env({**PRODUCTION, "TRUSTED_PROXIES": "1"}))
    visitor = made.test_client()
    asked = {"REMOTE_ADDR": sender}
    headers = {"Host": "127.0.0.1:8000", **proxied}
    answer = visitor.get(path, headers=headers, environ_base=asked)
    # There is no worker and no table here: what is ready is another matter.
    assert answer.status_code == (503 if status == 200 and path == "/readyz" else status)
    assert visitor.get("/khan-cap", headers=headers, environ_base=asked).status_code == 400
