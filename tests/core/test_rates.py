"""Limits live in the database."""

import threading
from contextvars import Context
from datetime import timedelta

import time_machine
from flask import Flask

from app.core import clock as core_clock
from app.core import rates
from app.core.db import db

HOUR = timedelta(hours=1)


def hit(bucket: str = "phone") -> bool:
    allowed = rates.hit(bucket, 3, HOUR, core_clock.now())
    db.session.commit()
    return allowed


def test_it_allows_up_to_the_limit(app: Flask) -> None:
    assert [hit() for _ in range(5)] == [True, True, True, False, False]


def test_buckets_are_apart(app: Flask) -> None:
    assert all(hit(name) for name in "abcd")


def test_a_new_window_begins_anew(app: Flask, clock: time_machine.Traveller) -> None:
    assert [hit() for _ in range(4)][-1] is False
    clock.shift(HOUR)
    assert hit()


def test_s11_it_counts_exactly_with_many_at_once(app: Flask) -> None:
    allowed: list[bool] = []

    def knock() -> None:
        with app.app_context():
            allowed.append(hit())

    threads = [threading.Thread(target=Context().run, args=(knock,)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert allowed.count(True) == 3


def test_it_stores_no_name(app: Flask) -> None:
    hit("0900000001")
    assert "0900000001" not in db.session.query(rates.Rate).one().bucket
