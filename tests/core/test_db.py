"""The database's rules: no lost update, no writing GET, no naive time."""

import threading
from collections.abc import Callable
from contextvars import Context
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import create_engine, func, make_url, select, text, update
from sqlalchemy.exc import DBAPIError, OperationalError, StatementError

from app.core import clock
from app.core.db import db, for_change
from app.core.engines import engine_options
from app.core.rates import Rate

THREADS, ROUNDS = 8, 50


def counter() -> int:
    """Make a row with a number to count up; give its id, and the lock back."""
    row = Rate(bucket="counter", window_start=clock.now(), count=0)
    db.session.add(row)
    db.session.flush()
    row_id = row.id
    db.session.commit()
    return row_id


def counted(row_id: int) -> int:
    """Give the number in that row."""
    db.session.expire_all()
    return db.session.scalars(select(Rate.count).where(Rate.id == row_id)).one()


def in_request(app: Flask, method: str, act: Callable[[], None]) -> None:
    """Run ``act`` as a request of its own, with a session of its own."""

    def run() -> None:
        with app.test_request_context("/", method=method):
            act()

    Context().run(run)


def test_eight_threads_that_read_then_write_lose_no_update(app: Flask) -> None:
    row_id = counter()

    def count_up() -> None:
        for _ in range(ROUNDS):
            with app.app_context():
                row = db.session.scalar(for_change(select(Rate).where(Rate.id == row_id)))
                row.count = row.count + 1
                db.session.commit()

    threads = [threading.Thread(target=Context().run, args=(count_up,)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(row_id) == THREADS * ROUNDS


def write_seven() -> None:
    db.session.execute(update(Rate).values(count=7))
    db.session.commit()


def test_a_get_that_writes_fails_and_changes_nothing(app: Flask) -> None:
    row_id = counter()
    with pytest.raises(DBAPIError):
        in_request(app, "GET", write_seven)
    assert counted(row_id) == 0


def test_a_post_after_a_get_may_write_on_the_same_connection(app: Flask) -> None:
    row_id = counter()
    in_request(app, "GET", lambda: db.session.execute(select(Rate)).all())
    in_request(app, "POST", write_seven)
    assert counted(row_id) == 7


def test_it_refuses_a_naive_time(app: Flask) -> None:
    db.session.add(Rate(bucket="x", window_start=datetime(2026, 1, 1), count=0))  # noqa: DTZ001
    with pytest.raises(StatementError, match="naive"):
        db.session.flush()
    db.session.rollback()


def test_it_gives_times_back_in_utc(app: Flask) -> None:
    noon = datetime(2026, 11, 19, 12, 0, tzinfo=clock.VIETNAM)
    row = Rate(bucket="x", window_start=noon, count=0)
    db.session.add(row)
    db.session.commit()
    db.session.expire_all()
    assert row.window_start == noon
    assert row.window_start.tzinfo is UTC


@pytest.mark.sqlite
def test_sqlite_runs_with_its_safe_settings(app: Flask) -> None:
    def pragma(name: str) -> object:
        return db.session.execute(db.text(f"PRAGMA {name}")).scalar()

    assert pragma("foreign_keys") == 1
    assert pragma("secure_delete") == 1
    assert pragma("synchronous") == 2
    assert pragma("journal_mode") in ("wal", "truncate")


def test_a_postgresql_that_says_nothing_counts_as_gone_within_seconds():
    words = engine_options("postgresql+psycopg://somebody@host/name")["connect_args"]
    asleep = words["keepalives_idle"] + words["keepalives_interval"] * words["keepalives_count"]
    assert words["connect_timeout"] + words["tcp_user_timeout"] / 1000 <= 20 >= asleep
    assert "prepare_threshold" not in words
    own = make_url("postgresql+psycopg://somebody@host/name?connect_timeout=2")
    given = engine_options(own.render_as_string())["connect_args"]
    assert "connect_timeout" not in given  # the address says it


def test_where_a_pooler_shares_connections_nothing_is_prepared_for_later():
    url = "postgresql+psycopg://somebody@host/name"
    words = engine_options(url, shares_connections=True)["connect_args"]
    assert words["prepare_threshold"] is None


@pytest.mark.postgresql
def test_a_connection_that_went_away_after_the_answer_was_made_takes_nothing_from_it(app, database):
    others = create_engine(database.url, isolation_level="AUTOCOMMIT")
    in_use = db.engine.pool.checkedout()
    for method in ("GET", "POST"):
        with app.test_request_context("/", method=method):
            number = db.session.scalar(select(func.pg_backend_pid()))
            with others.connect() as connection:
                assert connection.scalar(select(func.pg_terminate_backend(number, 5_000)))
            db.session.remove()
            assert db.session.scalar(select(func.pg_backend_pid())) != number
            db.session.remove()
    assert db.engine.pool.checkedout() == in_use
    others.dispose()


@pytest.mark.postgresql
def test_a_connection_left_amid_many_statements_is_dropped_and_the_next_one_serves(app, database):
    number = select(func.pg_backend_pid())
    with app.test_request_context("/", method="POST"):
        before = db.session.scalar(number)
        wire = db.session.connection().connection.dbapi_connection.pgconn
        wire.enter_pipeline_mode()  # as a pooler leaves it whose database died then
        with pytest.raises(OperationalError) as refused:
            db.session.execute(text("SELECT 1"))
        assert refused.value.connection_invalidated
        db.session.rollback()
        assert db.session.scalar(number) != before
        db.session.remove()
