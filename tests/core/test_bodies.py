"""A body is read whole before the first statement of its request, at every address."""

import io
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError
from werkzeug.routing import Rule

from app.core.db import READING
from tests.databases import TestDatabase
from tests.factories.accounts import make_user

TYPES = {
    "multipart/form-data; boundary=cut": (
        b'--cut\r\nContent-Disposition: form-data; name="a"\r\n\r\n'
    ),
    "application/x-www-form-urlencoded": b"a=1&b=",
    "application/json": b'{"endpoint": "',
    "text/plain": b"words",
}
WRITE = "INSERT INTO rate (bucket, window_start, count) VALUES ('other', '2026-11-19', 1)"


class SlowBody(io.RawIOBase):
    """A body whose sender stops in the middle: meanwhile somebody else writes."""

    def __init__(self, first: bytes, meanwhile: Callable[[], None]) -> None:
        """Give `first`, call `meanwhile`, and then break off."""
        self.first, self.meanwhile, self.waited = first, meanwhile, False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        given, self.first = self.first[: len(buffer)], b""
        buffer[: len(given)] = given
        if not given and not self.waited:
            self.waited = True
            self.meanwhile()
        return len(given)


@pytest.fixture
def somebody_else(database: TestDatabase) -> Iterator[Callable[[], None]]:
    """Another process that writes at once, or raises OperationalError where it is held up."""
    waits = {"timeout": 0} if database.name == "sqlite" else {"options": "-c lock_timeout=100"}
    engine = create_engine(database.url, connect_args=waits)

    def write() -> None:
        with engine.begin() as connection:
            if database.name != "sqlite":
                connection.execute(text("LOCK TABLE session IN SHARE ROW EXCLUSIVE MODE NOWAIT"))
            connection.execute(text("DELETE FROM rate WHERE bucket = 'other'"))
            connection.execute(text(WRITE))

    yield write
    engine.dispose()


def _unsafe(app: Flask) -> list[tuple[str, str]]:
    return [
        (method, _filled(rule))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - READING)
    ]


def _filled(rule: Rule) -> str:
    """The address with something in each of its places."""
    built = rule.build(dict.fromkeys(rule.arguments, 1), append_unknown=False)
    assert built is not None
    return built[1]


NAMED = {"/thanh-toan/bao-co/1", "/thong-bao/huy-dang-ky", "/phan-anh/moi"}
"""Addresses tried with every kind of body; the others take turns with the kinds."""


def _sendings(app: Flask) -> Iterator[tuple[str, str, str]]:
    for number, (method, path) in enumerate(_unsafe(app)):
        kinds = list(TYPES)
        for kind in kinds if path in NAMED else [kinds[number % len(kinds)]]:
            yield method, path, kind


@pytest.mark.timeout(240)
def test_s41_a_slow_body_holds_nobody_up(app, login_as, somebody_else, statements) -> None:
    """At every address that takes one, sent by somebody with a session."""
    visitor, held, unread = login_as(make_user()), [], []
    for method, path, kind in _sendings(app):
        began: list[str] = []
        body = SlowBody(TYPES[kind], lambda began=began: _look_in(began, seen, somebody_else))
        slowly = {"wsgi.input": io.BufferedReader(body), "CONTENT_LENGTH": "5000"}
        with statements() as seen:
            visitor.open(path, method=method, content_type=kind, environ_overrides=slowly)
        held += [f"{method} {path} {kind}: {each}" for each in began]
        unread += [] if body.waited else [f"{method} {path} {kind}"]
    assert (held, unread) == ([], [])


def _look_in(began: list[str], seen: list[str], somebody_else: Callable[[], None]) -> None:
    began += seen[:1]
    try:
        somebody_else()
    except OperationalError as error:
        began.append(str(error.orig))


def test_s41_a_body_beyond_its_limit_is_refused_before_it_is_read_whole(client) -> None:
    """The error page asks for what was typed, and does not wait for the rest either."""
    endless = io.BytesIO(b"a" * 3_000_000)
    answer = client.post(
        "/phan-anh/moi", input_stream=endless, environ_overrides={"wsgi.input_terminated": True},
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert (answer.status_code, endless.tell() < 1_200_000) == (413, True)
