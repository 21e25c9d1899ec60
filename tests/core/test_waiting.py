"""What is too often, or too busy, says when to come back: a phone's queue waits as long."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from app.core.errors import TooMany
from tests.clocks import NOW

BUSY = OperationalError("", {}, Exception("locked"))


@pytest.mark.parametrize(
    ("error", "status", "own"),
    [(TooMany("x", until=NOW + timedelta(minutes=1)), 429, False), (BUSY, 503, True)],
)
def test_it_says_when_to_come_back_and_that_it_is_our_own_word(
    client, app, monkeypatch, error, status, own
):
    def fails() -> None:
        raise error

    monkeypatch.setitem(app.view_functions, "pwa.session", fails)
    answer = client.get("/phien.json", headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert int(answer.headers["Retry-After"]) > 0
    assert ("X-Trouble" in answer.headers) is own
