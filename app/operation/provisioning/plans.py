"""What a workbook would change: lines to look at, and what is done once somebody says so."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from json import dumps
from typing import Any, NamedTuple

from app.accounts.actors import Actor
from app.operation.provisioning.reading import Problem, Row

NEW, CHANGED, SAME = "new", "changed", "same"
Do = Callable[[Actor, datetime], None]


class Detail(NamedTuple):
    """A column of a row: how its cell is now and would be."""

    field: str
    before: str
    after: str


class Line(NamedTuple):
    """What would become of a row: new or changed, of what, and in which columns."""

    sheet: str
    row: int
    verb: str
    what: str
    details: list[Detail]


@dataclass
class Plan:
    """All that would change, and how it is done in order; ``counts`` by sheet and verb."""

    problems: list[Problem] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    acts: list[Do] = field(default_factory=list)
    proposed: int = 0
    """Rights that wait for a second administrator afterwards."""
    taken: int = 0

    @property
    def changes(self) -> int:
        return len(self.lines)

    @property
    def digest(self) -> str:
        """Give by what it is told that the same would change as was shown."""
        return sha256(dumps(self.lines, ensure_ascii=False).encode()).hexdigest()

    def same(self, row: Row) -> None:
        self._count(row.sheet.name, SAME)

    def will(
        self, row: Row, verb: str, what: str, details: Iterable[Detail], do: Do | None = None
    ) -> None:
        """Note a change of a row, and how it is done, unless that is done with others."""
        self._count(row.sheet.name, verb)
        self.lines.append(Line(row.sheet.name, row.number, verb, what, list(details)))
        if do is not None:
            self.acts.append(do)

    def _count(self, sheet: str, verb: str) -> None:
        counted = self.counts.setdefault(sheet, {})
        counted[verb] = counted.get(verb, 0) + 1


def details(before: Mapping[str, str], after: Mapping[str, str]) -> list[Detail]:
    """Give the columns in which two rows differ; of a new row those that say something."""
    return [
        Detail(name, before.get(name, ""), said)
        for name, said in after.items()
        if before.get(name, "") != said
    ]


def once(rows: Iterable[Row], key: Callable[[Row], Any], column: str, why: Any) -> list[Row]:
    """Give the rows whose key stands there once, the first of others; the rest is refused.

    ``why`` says ``%(row)s``, the number of the first.
    """
    seen: dict[Any, int] = {}
    kept = []
    for row in rows:
        first = seen.setdefault(key(row), row.number)
        if first == row.number:
            kept.append(row)
        else:
            row.refuse(column, why % {"row": first})
    return kept
