"""Without a standby nothing changes; with one, who wrote is given how far it must have come.

What a real one answers: tests/deploy/test_standby.py.
"""

from unittest import mock

import pytest
from sqlalchemy import create_engine

from app.core import gathered, standby
from app.core.config import ConfigurationError
from app.core.db import db
from app.core.standby import Standby
from tests import conftest

LANGUAGE = "/ngon-ngu"


@pytest.fixture
def out_of_reach(app, monkeypatch):
    """A standby that nobody can reach."""
    found = Standby(create_engine("postgresql+psycopg:///name?host=/nowhere"))
    monkeypatch.setitem(app.extensions, "standby", found)
    monkeypatch.setattr(gathered, "_elsewhere", standby._engine)
    return found


def test_without_the_setting_nobody_gets_the_cookie(app, client):
    assert "standby" not in app.extensions
    assert standby.COOKIE not in client.get("/").headers.get("Set-Cookie", "")


def test_one_that_is_out_of_reach_is_left_alone_for_a_while(app, client, out_of_reach):
    assert client.get("/phan-anh").status_code == 200
    assert out_of_reach.rests
    with mock.patch.object(out_of_reach, "engine", None):  # asking it would fail
        assert client.get("/phan-anh").status_code == 200


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_what_the_machine_asks_of_itself_is_asked_of_the_primary(client, out_of_reach, path):
    client.get(path)
    assert not out_of_reach.rests


def test_one_thing_and_every_act_are_the_primarys(app, client, out_of_reach):
    client.get("/phan-anh/LC-0000-0000")
    client.post("/phan-anh/moi")
    assert not out_of_reach.rests


@pytest.mark.parametrize(
    ("said", "position"),
    [("", 0), ("17", 17), ("-1", 0), ("1e3", 0), ("٣", 0), ("9" * 21, 0), ("x" * 99, 0)],
)
def test_a_position_is_a_plain_number(app, said, position):
    with app.test_request_context("/", headers={"Cookie": f"{standby.COOKIE}={said}"}):
        assert standby._position() == position


@pytest.mark.postgresql
def test_a_position_only_grows(app):
    with app.test_request_context("/", method="POST"):
        first = standby._reached()
        db.session.commit()
        assert 0 < first <= standby._reached() < standby.EVERYTHING


def test_only_postgresql_can_be_read_from_elsewhere(tmp_path):
    with pytest.raises(ConfigurationError):
        conftest.test_settings(
            tmp_path, APP_ENV="production", DATABASE_READ_URL="sqlite:////elsewhere"
        )
