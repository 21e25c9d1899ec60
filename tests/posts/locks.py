"""Records which tables a transaction locks on PostgreSQL, in order, and which it changes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

from sqlalchemy import Engine, event

LOCKS = re.compile(r"FOR (?:NO KEY )?UPDATE(?: OF (\w+))?")
FROM = re.compile(r'\bFROM "?(\w+)"?')
CHANGES = re.compile(r'\s*(?:UPDATE|DELETE FROM) "?(\w+)"?')
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
            source = FROM.search(statement)
            self._hold(locks[1] or (source[1] if source else "?"), self.asked)
        elif (changes := CHANGES.match(statement)) is not None:
            self._hold(changes[1], self.changed)
        elif (adds := ADDS.match(statement)) is not None:
            self.changed.add(adds[1])

    def _hold(self, table: str, why: set[str]) -> None:
        why.add(table)
        if table not in self.held:
            self.held.append(table)


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
