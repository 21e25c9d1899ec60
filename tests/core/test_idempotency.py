"""The same key gives the same receipt; other content under it is refused."""

import threading
from contextvars import Context

import pytest
from flask import Flask

from app.core import clock, idempotency
from app.core.db import db
from app.core.errors import Conflict, DomainError

KEY = "0123456789abcdef0123"


def claim(content: str = "a", sender: str = "guest", key: str = KEY) -> idempotency.Submission:
    return idempotency.claim(sender, key, content, clock.now())


def test_s16_a_repeat_gets_the_first_answer(app: Flask) -> None:
    first = claim()
    assert first.answer is None
    first.answer = "/phan-anh/LC-1"
    db.session.commit()
    assert claim().answer == "/phan-anh/LC-1"


def test_s16_other_content_under_the_key_is_a_conflict(app: Flask) -> None:
    claim()
    with pytest.raises(Conflict):
        claim(content="b")


def test_s16_the_key_is_the_senders_own(app: Flask) -> None:
    claim().answer = "/a"
    assert claim(content="b", sender="user:1").answer is None


@pytest.mark.parametrize("key", ["", "short", "x" * 101])
def test_it_refuses_what_is_no_key(app: Flask, key: str) -> None:
    with pytest.raises(DomainError):
        claim(key=key)


def test_of_twenty_at_once_one_is_the_first(app: Flask) -> None:
    firsts: list[bool] = []

    def send() -> None:
        with app.app_context():
            row = claim()
            firsts.append(row.answer is None)
            row.answer = "/a"
            db.session.commit()

    threads = [threading.Thread(target=Context().run, args=(send,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(firsts) == [False] * 19 + [True]


def test_the_fingerprint_keeps_parts_apart() -> None:
    assert idempotency.fingerprint(["ab", "c"]) != idempotency.fingerprint(["a", "bc"])
