"""Records which tables a transaction locks on PostgreSQL, in order, and which it changes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Barrier, BrokenBarrierError, get_ident
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event

LOCKS = re.compile(r"FOR (?:NO KEY )?UPDATE(?: OF (\w+))?")
FROM = re.compile(r'\bFROM "?(\w+)"?')
INSIDE = re.compile(r"\([^()]*\)")
CHANGES = re.compile(r'\s*(?:UPDATE|DELETE FROM) "?(\w+)"?')
A_REPORT_OR_LINK = re.compile(r"FROM (?:service_request|\"grant\")\b(?s:.*)FOR NO KEY UPDATE")
MEETS = 0.5
"""How many seconds the first of two waits for one that is held up."""
ADDS = re.compile(r'\s*INSERT INTO "?(\w+)"?')


@dataclass
class Transaction:
    """Tables in the order of their first lock; those locked by asking, and those changed."""

    held: list[str] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)

    def note(self, statement: str) -> None:
        """Note what a statement locks or changes."""
        if (locks := LOCKS.search(statement)) is not None:
            source = FROM.search(outermost(statement)) or FROM.search(statement)
            self._hold(locks[1] or (source[1] if source else "?"), self.asked)
        elif (changes := CHANGES.match(statement)) is not None:
            self._hold(changes[1], self.changed)
        elif (adds := ADDS.match(statement)) is not None:
            self.changed.add(adds[1])

    def _hold(self, table: str, why: set[str]) -> None:
        why.add(table)
        if table not in self.held:
            self.held.append(table)


def outermost(statement: str) -> str:
    """The statement without what stands in parentheses: rows read there are not locked."""
    without = INSIDE.sub("", statement)
    return without if without == statement else outermost(without)


@contextmanager
def recorded() -> Iterator[list[Transaction]]:
    """Give every transaction that runs within, on any connection and thread."""
    found: list[Transaction] = []

    def begin(connection) -> None:
        connection.info["locks"] = Transaction()
        found.append(connection.info["locks"])

    def note(connection, cursor, statement, parameters, context, executemany) -> None:
        if "locks" in connection.info:
            connection.info["locks"].note(statement)

    event.listen(Engine, "begin", begin)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "begin", begin)
        event.remove(Engine, "before_cursor_execute", note)


def out_of_order(held: list[str], order: tuple[str, ...]) -> list[tuple[str, str]]:
    """Give the pairs that were locked the wrong way round."""
    known = [order.index(table) for table in held if table in order]
    return [(order[a], order[b]) for a, b in pairwise(known) if b < a]


@contextmanager
def meeting(at: re.Pattern[str] = A_REPORT_OR_LINK) -> Iterator[None]:
    """Let whoever locks a first row wait until the other has one too, or is held up by a lock."""
    came = Barrier(2)
    seen: set[int] = set()

    def wait(connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        takes = at.search(statement) is not None
        if takes and get_ident() not in seen:
            seen.add(get_ident())
            with suppress(BrokenBarrierError):
                came.wait(timeout=MEETS)

    event.listen(Engine, "after_cursor_execute", wait)
    try:
        yield
    finally:
        event.remove(Engine, "after_cursor_execute", wait)


def client_of(app: Flask, token: str) -> FlaskClient:
    """Give a client with that session, for a thread of its own."""
    client = FlaskClient(app)
    with client.session_transaction() as cookie:
        cookie["_user_id"], cookie["_fresh"] = token, True
    return client
