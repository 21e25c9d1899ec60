"""Somebody else holds the database's lock at one moment of a submission, to its end."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, make_url, select
from sqlalchemy.orm import Session

from app.core import db as db_module
from app.core.db import db
from app.core.engines import driver_for
from app.service_requests.models import ServiceRequest
from tests.factories import places
from tests.factories import service_requests as make
from tests.service_requests import citizen

SHORT_MS = 20
WORDS = "Đèn đường tắt ba hôm nay"


class Holder:
    """Another process: takes the lock before the statement with a number, where it is free."""

    def __init__(self, url: str, take: Callable[[Any], None], line: Any) -> None:
        """Use `line`, a connection of its own."""
        self.url, self.take, self.line = url, take, line
        self.at: int | None = None
        self.seen, self.free, self.holds = 0, [], False

    def begin(self, at: int | None) -> None:
        """Hold from statement `at` on; None: only look where that could be."""
        self.at, self.seen, self.free, self.holds = at, 0, [], False

    def look(self, *_: Any) -> None:
        """A statement of the app is about to run, or its transaction has ended."""
        number, self.seen = self.seen, self.seen + 1
        if self.holds or self.at not in (None, number):
            return
        try:
            self.take(self.line)
        except Exception:  # noqa: BLE001  the app has the lock: of whatever driver the error is
            self.line.rollback()
            return
        self.free.append(number)
        self.holds = self.at is not None
        if not self.holds:
            self.line.rollback()

    def let_go(self) -> None:
        """Give the lock back."""
        self.line.rollback()
        self.at, self.holds = -1, False


def _begin_immediate(line: Any) -> None:
    line.execute("BEGIN IMMEDIATE")


def _lock_all(line: Any) -> None:
    names = ", ".join(f'"{table.name}"' for table in db.metadata.sorted_tables)
    line.execute(f"LOCK TABLE {names} IN EXCLUSIVE MODE NOWAIT")


@pytest.fixture
def holder(app, database, monkeypatch) -> Iterator[Holder]:
    """Somebody else; those who wait for a lock wait only shortly."""
    monkeypatch.setattr(db_module, "LOCK_WAIT_MS", SHORT_MS)
    monkeypatch.setattr(db_module, "SHORT_WAIT_MS", SHORT_MS)
    db.engine.dispose()
    address = make_url(database.url)
    if database.name == "sqlite":
        driver: Any = driver_for(database.url)
        line = driver.connect(address.database, timeout=0, isolation_level=None)
        take = _begin_immediate
    else:
        import psycopg

        plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
        line, take = psycopg.connect(plain), _lock_all
    made = Holder(database.url, take, line)
    event.listen(Engine, "before_cursor_execute", made.look)
    event.listen(Session, "after_commit", made.look)
    yield made
    event.remove(Engine, "before_cursor_execute", made.look)
    event.remove(Session, "after_commit", made.look)
    line.rollback()
    line.close()
    db.session.remove()
    db.engine.dispose()


def _count() -> int:
    return db.session.scalar(select(func.count(ServiceRequest.id))) or 0


@pytest.mark.both_databases
@pytest.mark.timeout(120)
def test_s42_what_was_saved_is_acknowledged_and_what_was_not_comes_back(
    client, holder, clock
) -> None:
    """At every moment at which somebody else can have the lock, and with a visit to be noted."""
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    basics = {"service": "street-light", "place": "90001", "description": WORDS}

    def send(at: int | None, fields: dict[str, str]):
        before = _count()
        db.session.commit()
        holder.begin(at)
        answer = citizen.send(client, fields)
        holder.let_go()
        return answer, _count() - before

    def form() -> dict[str, str]:
        holder.at = -1
        clock.shift(timedelta(minutes=20))
        return basics | citizen.opened(client)

    holder.at = -1
    citizen.code_of(citizen.send(client, form()))  # the browser has a session from now on
    answer, saved = send(None, form())
    assert (answer.status_code, saved) == (303, 1)
    seen = set()
    for moment in [*holder.free]:
        fields = form()
        answer, saved = send(moment, fields)
        assert (answer.status_code, saved) in {(303, 1), (503, 0)}, moment
        seen.add(answer.status_code)
        if answer.status_code == 503:
            assert "Retry-After" in answer.headers
            assert WORDS in answer.text
            again, saved = send(-1, fields)
            assert (again.status_code, saved) == (303, 1), moment
    assert seen == {303, 503}
