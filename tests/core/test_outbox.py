"""The outbox: nothing is lost, nothing is done by two at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.core import outbox
from app.core.db import db

done: list[str] = []


@outbox.handler("test.write-down")
def write_down(job: outbox.Job) -> None:
    done.append(job.payload["word"])


@outbox.handler("test.break")
def break_down(job: outbox.Job) -> None:
    raise RuntimeError("broken")


@outbox.handler("test.wait")
def wait(job: outbox.Job) -> None:
    raise outbox.Later(30)


@outbox.handler("test.give-up")
def give_up(job: outbox.Job) -> None:
    raise outbox.GiveUp("never")


@pytest.fixture(autouse=True)
def nothing_done() -> Iterator[None]:
    done.clear()
    yield
    done.clear()


def add(kind: str, word: str = "x", **more: object) -> None:
    outbox.add("test", kind, {"word": word}, **more)  # type: ignore[arg-type]
    db.session.commit()


def test_a_job_is_done_once_and_gone(app: Flask) -> None:
    add("test.write-down", "a")
    assert outbox.drain("test") == 1
    assert outbox.drain("test") == 0
    assert done == ["a"]


def test_jobs_are_done_in_their_order(app: Flask) -> None:
    for word in "abc":
        add("test.write-down", word)
    outbox.sweep()
    assert done == ["a", "b", "c"]


def test_what_is_rolled_back_is_not_done(app: Flask) -> None:
    outbox.add("test", "test.write-down", {"word": "a"})
    db.session.rollback()
    assert outbox.sweep() == 0


def test_the_same_key_makes_one_job(app: Flask) -> None:
    add("test.write-down", "a", dedupe_key="k")
    add("test.write-down", "b", dedupe_key="k")
    outbox.sweep()
    assert done == ["a"]


def test_a_leased_job_is_left_alone_until_its_lease_ends(
    app: Flask, clock: time_machine.Traveller
) -> None:
    """test_f02: a worker killed after taking a job keeps nobody from it for long."""
    add("test.write-down", "a")
    assert len(outbox.claim("test")) == 1  # this worker now dies
    assert outbox.drain("test") == 0
    clock.shift(outbox.LEASE + timedelta(seconds=1))
    assert outbox.drain("test") == 1
    assert done == ["a"]


def test_a_worker_that_lost_its_lease_does_not_remove_the_job(
    app: Flask, clock: time_machine.Traveller
) -> None:
    add("test.write-down", "a")
    (slow,) = outbox.claim("test")
    stale = outbox.Job(id=slow.id, lease=slow.lease)
    clock.shift(outbox.LEASE + timedelta(seconds=1))
    outbox.claim("test")
    outbox.done(stale)
    assert db.session.query(outbox.Job).count() == 1


def test_a_failing_job_is_tried_again_later_and_in_the_end_kept_as_failed(
    app: Flask, clock: time_machine.Traveller
) -> None:
    add("test.break")
    for wait_seconds in (0, *outbox.BACKOFF[: outbox.MAX_ATTEMPTS - 1]):
        clock.shift(timedelta(seconds=wait_seconds))
        assert outbox.drain("test") == 1
        assert outbox.drain("test") == 0, "it waits before the next try"
    (job,) = db.session.query(outbox.Job)
    assert job.failed_at is not None
    assert "broken" in (job.last_error or "")


def test_later_waits_as_long_as_told_and_counts_no_failure(
    app: Flask, clock: time_machine.Traveller
) -> None:
    add("test.wait")
    assert outbox.drain("test") == 1
    assert outbox.drain("test") == 0
    clock.shift(timedelta(seconds=31))
    assert outbox.drain("test") == 1
    assert db.session.query(outbox.Job).one().attempts == 0


def test_giving_up_keeps_the_row_for_the_operator(app: Flask) -> None:
    add("test.give-up")
    outbox.sweep()
    assert db.session.query(outbox.Job).one().last_error == "never"


def test_the_doorbell_rings_after_the_commit_for_what_is_due_now(app: Flask) -> None:
    rung: list[str] = []
    outbox.on_ring(rung.append)
    try:
        outbox.add("test", "test.write-down", {"word": "a"})
        assert rung == []
        db.session.commit()
        from_now = outbox.clock.now() + timedelta(hours=1)
        add("test.write-down", "b", run_at=from_now)
    finally:
        outbox.on_ring(None)
    assert rung == ["test"]
