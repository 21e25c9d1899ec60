"""Reading from a real standby that lags: who wrote sees it, and nobody is let in by what was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from app.core import clock as core_clock
from app.core import pulse, standby
from app.core.db import db
from app.factory import create_app
from tests import conftest, postgres
from tests.client import Visitor
from tests.databases import create_all
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_session, make_user, put_session
from tests.service_requests import citizen

PROGRAMS = postgres.system()
LIST, MINE = "/phan-anh", "/phan-anh/cua-toi"
WORDS = "Đèn tắt trước nhà văn hóa"

pytestmark = [
    pytest.mark.details,
    pytest.mark.slow,
    pytest.mark.skipif(
        PROGRAMS is None, reason="PostgreSQL is not here: apt-get install postgresql"
    ),
]


@dataclass
class Pair:
    """The site on a primary, and the standby it reads from."""

    app: Flask
    url: str

    def pause(self) -> None:
        """Let the standby have all, and from then on nothing new."""
        db.session.commit()
        reached = db.session.scalar(text("SELECT pg_current_wal_insert_lsn()"))
        db.session.rollback()
        while not self._says(f"SELECT pg_last_wal_replay_lsn() >= '{reached}'"):
            pass
        self._says("SELECT pg_wal_replay_pause()")
        while self._says("SELECT pg_get_wal_replay_pause_state()") != "paused":
            pass

    def go_on(self) -> None:
        """Let it follow again, until it has all."""
        self._says("SELECT pg_wal_replay_resume()")
        self.pause()

    def visitor(self) -> Visitor:
        """Somebody else's browser."""
        return self.app.test_client()

    def _says(self, statement: str) -> object:
        engine = create_engine(self.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            said = connection.scalar(text(statement))
        engine.dispose()
        return said


@pytest.fixture(scope="module")
def both(run_folder: Path) -> Iterator[Pair]:
    """A primary with what the form needs, and who follows it."""
    cluster = postgres.Cluster(PROGRAMS, wal_level="replica", max_wal_senders="4")
    with cluster.standby() as read:
        settings = conftest.test_settings(
            run_folder, DATABASE_URL=cluster.url, DATABASE_READ_URL=read
        )
        app = create_app(settings, testing=True)
        app.test_client_class = Visitor
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            create_all()
            make.service("street-light", "Đèn đường")
            places.make_commune("Bình Thử", code="90001")
            yield Pair(app, read)
            db.session.remove()
            db.engine.dispose()
            app.extensions["standby"].engine.dispose()
    cluster.stop()


@pytest.fixture
def pair(both: Pair) -> Pair:
    """Both with the same rows, then paused, and a worker that has just had its turn."""
    pulse.beat(core_clock.now())
    both.app.extensions["standby"].rests_until = 0.0
    both.go_on()
    return both


def report(visitor: Visitor) -> str:
    """Have a guest report something; give its code."""
    fields = {"service": "street-light", "place": "90001", "description": WORDS}
    return citizen.code_of(citizen.send(visitor, fields | citizen.opened(visitor)))


def test_who_wrote_sees_it_though_the_standby_has_it_not(pair):
    visitor = pair.visitor()
    code = report(visitor)
    assert code in visitor.get(MINE).text
    assert code in visitor.get(f"{LIST}/{code}").text

    visitor.delete_cookie(standby.COOKIE)
    assert code not in visitor.get(MINE).text  # so lists do come from the standby
    assert code in visitor.get(f"{LIST}/{code}").text  # and a single thing does not
    pair.go_on()
    assert code in visitor.get(MINE).text


def test_what_is_counted_before_the_end_is_written_too(pair):
    visitor = pair.visitor()
    asked = visitor.post("/tai-khoan/dang-nhap", data={"phone": "0900000001"})
    assert asked.status_code == 303
    assert visitor.get(asked.location).status_code == 200  # the code was asked for just now
    assert visitor.get_cookie(standby.COOKIE) is not None


def test_after_it_caught_up_who_wrote_reads_from_it_too(pair, monkeypatch):
    visitor, chose, chosen = pair.visitor(), standby._chosen, []
    report(visitor)
    pair.go_on()
    monkeypatch.setattr(
        standby, "_chosen", lambda *given: chosen.append(chose(*given)) or chosen[0]
    )
    assert visitor.get(MINE).status_code == 200
    assert chosen == [pair.app.extensions["standby"].engine]


def test_a_session_that_was_ended_is_over_at_once(pair):
    user = make_user()
    session, token = make_session(user)
    visitor = pair.visitor()
    put_session(visitor, token)
    pair.go_on()
    assert visitor.get("/tai-khoan/da-dong-y").status_code == 200
    session.end(core_clock.now())
    db.session.commit()
    assert visitor.get("/tai-khoan/da-dong-y").status_code == 303


@pytest.mark.parametrize("why", ["it is gone", "it lags", "no worker runs"])
def test_without_a_fresh_standby_all_is_read_from_the_primary(pair, clock, why, monkeypatch):
    visitor = pair.visitor()
    code = report(visitor)
    visitor.delete_cookie(standby.COOKIE)
    if why == "it is gone":
        nobody = create_engine(f"{pair.url}9")
        monkeypatch.setattr(pair.app.extensions["standby"], "engine", nobody)
    else:
        clock.shift(standby.FRESH + timedelta(seconds=1))
    if why == "it lags":
        pulse.beat(core_clock.now())
        db.session.commit()
    assert code in visitor.get(MINE).text


def test_a_cookie_that_somebody_made_up_does_no_harm(pair):
    visitor = pair.visitor()
    for made_up in ("x", "9" * 20, "9" * 21, "-1", "٣"):
        visitor.set_cookie(standby.COOKIE, made_up)
        assert visitor.get(LIST).status_code == 200
