"""A list, a page at a time.

    NEWEST = Listing(Bill.id, newest_first=True, most=25)

    page = NEWEST.page(statement, after, lambda bill: bill.code)
    render_template(..., rows=page.rows, **ways(".desk_list", page, "truoc", **asked.given))

A page begins behind the row that its address names, never at a count of rows: what comes in
meanwhile moves nothing, and the last page costs what the first does. The columns are those of the
index that is walked, the last one telling apart the rows that are equal in the others.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import ClauseElement, CompoundSelect, Select, func, literal, select, tuple_

from app.core import formats
from app.core.db import db

PAGE = 20
Row = TypeVar("Row")


@dataclass(frozen=True)
class Count:
    """How many there are: so many, or where ``goes_on`` at least so many."""

    number: int
    goes_on: bool = False

    @classmethod
    def until(cls, number: int, most: int) -> "Count":
        """What was counted up to ``most``."""
        return cls(number, number >= most)

    @property
    def less_one(self) -> str:
        """Write more than how many there are, where it goes on."""
        return formats.number(self.number - 1)

    def __bool__(self) -> bool:
        return self.number > 0

    def __str__(self) -> str:
        return f"{self.less_one}+" if self.goes_on else formats.number(self.number)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Rows of a list; ``after`` is what the address of the next page says, None at the end."""

    rows: Sequence[Row]
    after: Any = None


class Listing:
    """By which columns a list is walked, and how many rows a page has."""

    def __init__(self, *columns: Any, newest_first: bool = False, most: int = PAGE) -> None:
        self.columns, self.newest_first, self.most = columns, newest_first, most

    def over(self, *columns: Any) -> "Listing":
        """The same order in other columns: those of a subquery, say."""
        return Listing(*columns, newest_first=self.newest_first, most=self.most)

    def at_most(self, most: int) -> "Listing":
        """The same list in shorter pages, or longer ones."""
        return Listing(*self.columns, newest_first=self.newest_first, most=most)

    def part(self, statement: Select[Any], after: Any = None) -> Select[Any]:
        """The rows behind ``after``: a page and one more, which tells that the list goes on.

        ``after``: the value of the column or a statement that gives it; of several, a tuple.
        """
        if after is not None:
            point = after if isinstance(after, tuple) else (after,)
            statement = statement.where(self._beyond(point))
        order = [each.desc() for each in self.columns] if self.newest_first else self.columns
        return statement.order_by(*order).limit(self.most + 1)

    def page(self, statement: Select[Any], after: Any, name: Callable[[Any], Any]) -> Page[Any]:
        """Read a page; ``name`` says what an address calls a row."""
        return self.cut(db.session.scalars(self.part(statement, after)).unique().all(), name)

    def cut(self, rows: Sequence[Row], name: Callable[[Row], Any]) -> Page[Row]:
        shown = rows[: self.most]
        return Page(shown, name(shown[-1]) if len(rows) > self.most else None)

    def each(self, statement: Select[Any]) -> Iterator[Any]:
        """All rows, read in pieces: for exports. A row is known by the one column."""
        (column,), after = self.columns, None
        while True:
            found = db.session.scalars(self.part(statement, after).limit(self.most)).all()
            yield from found
            if len(found) < self.most:
                return
            after = getattr(found[-1], column.key)

    def _beyond(self, after: tuple[Any, ...]) -> Any:
        pairs = zip(self.columns, after, strict=True)
        point = [v if isinstance(v, ClauseElement) else literal(v, c.type) for c, v in pairs]
        here: Any = tuple_(*self.columns)
        there: Any = tuple_(*point)
        if len(point) == 1:
            here, there = self.columns[0], point[0]
        return here < there if self.newest_first else here > there


def code_of(row: Any) -> str:
    """What most addresses call a row."""
    return str(row.code)


def id_of(row: Any) -> int:
    """What some call it: of lists that officials alone see."""
    return int(row.id)


def counted(statement: Select[Any] | CompoundSelect[Any], most: int) -> Any:
    """How many rows there are, counted up to ``most``: to be selected beside other counts."""
    return select(func.count()).select_from(statement.limit(most).subquery()).scalar_subquery()


def ways(endpoint: str, page: Page[Any], name: str, **given: Any) -> dict[str, str | None]:
    """The addresses of the next page and, on a later one, of the first: for the pager.

    ``name``: what the address calls the row behind which a page begins.
    """
    further = {**given, name: page.after}
    return {
        "older": url_for(endpoint, **further) if page.after is not None else None,
        "newer": url_for(endpoint, **given) if request.args.get(name) else None,
    }
