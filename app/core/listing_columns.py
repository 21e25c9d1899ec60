"""A list as a table: which columns it has, which of them are shown, and by which it is sorted.

    COLUMNS = Columns(
        "inbox",
        Column("ma", _l("Code"), sorts=True),
        Column("han", _l("Deadline"), sorts=True),
        Column("nguon", _l("Source"), shown=False),
    )

    COLUMNS.chosen()                          # what this browser's owner chose, in their order
    COLUMNS.heads(asked.xep, "han", address)  # the heads, with the address that sorts by each

An address says by what a list is sorted: ``han``, or ``-han`` the other way round. Which columns
one wants to see is kept in the browser, as the other choices of ``core/preferences`` are. How the
list is walked in an order is the room's: ``core/listing``.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, after_this_request, request

from app.core.config import settings
from app.core.preferences import YEAR

ASCENDING, DESCENDING = "ascending", "descending"


@dataclass(frozen=True)
class Column:
    """``newest_first``: the first tap on its head puts the largest on top.

    ``fixed``: it is always shown. ``wide``: only a table has it, not the card that stands for a
    row on a phone.
    """

    name: str
    label: Any
    sorts: bool = False
    shown: bool = True
    newest_first: bool = False
    wide: bool = False
    fixed: bool = False


@dataclass(frozen=True)
class Head:
    """The head of a column; ``url`` sorts by it, or the other way round; None where nothing does.

    ``direction`` is how it is sorted now, as ``aria-sort`` has it, or "".
    """

    column: Column
    url: str | None
    direction: str


class Columns:
    """The columns of one list; ``name`` is kept in browsers and never changes."""

    def __init__(self, name: str, *columns: Column) -> None:
        self.name, self.all = name, columns
        self._by_name = {each.name: each for each in columns}

    def chosen(self, idle: Container[str] = ()) -> Sequence[Column]:
        """The columns to be shown: those that were kept, else those shown unless one chooses.

        ``idle``: columns that would say the same in every row, shown to whoever chose them.
        """
        kept = self._known(request.cookies.get(self._cookie, "").split("."))
        return kept or [each for each in self.all if each.shown and each.name not in idle]

    def keep(self, names: Iterable[str]) -> None:
        """Have the answer keep these columns in the browser; none at all is the usual ones."""
        kept = ".".join(each.name for each in self._known(names))
        after_this_request(lambda answer: self._set(answer, kept))

    def sort(self, asked: str, usual: str) -> str:
        """The order that was asked for, or the ``usual`` one where there is no such."""
        column = self._by_name.get(asked.removeprefix("-"))
        return asked if column and column.sorts else usual

    def heads(
        self, sort: str, address: Callable[[str], str], idle: Container[str] = ()
    ) -> list[Head]:
        """The heads of the chosen columns of a list sorted by ``sort``."""
        return [self._head(each, sort, address) for each in self.chosen(idle)]

    @property
    def _cookie(self) -> str:
        return f"cot-{self.name}"

    def _known(self, names: Iterable[str]) -> list[Column]:
        wanted = set(names)
        found = [each for each in self.all if each.name in wanted]
        return [each for each in self.all if each.fixed or each in found] if found else []

    def _head(self, column: Column, sort: str, address: Callable[[str], str]) -> Head:
        if not column.sorts:
            return Head(column, None, "")
        down = f"-{column.name}"
        if sort not in (column.name, down):
            return Head(column, address(down if column.newest_first else column.name), "")
        other = column.name if sort == down else down
        return Head(column, address(other), DESCENDING if sort == down else ASCENDING)

    def _set(self, answer: Response, kept: str) -> Response:
        answer.set_cookie(
            self._cookie,
            kept,
            max_age=YEAR,
            secure=settings().is_production,
            httponly=True,
            samesite="Lax",
        )
        return answer
