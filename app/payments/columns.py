"""Which column holds what: guessed from the heads, corrected by a clerk, then remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.codes import sha256
from app.core.errors import DomainError
from app.core.text import ascii_slug, whole

HEAD_WITHIN = 25
"""Banks print a letterhead first: the head is looked for in so many rows."""
LONG_ENOUGH = 4
"""Letters of a name that a head may merely begin with; shorter ones must be the whole head."""


@dataclass(frozen=True)
class Field:
    """A thing a sheet may say. ``names`` are heads it is known by, in slug form."""

    name: str
    label: Any
    names: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True)
class Guess:
    """The row of the heads (as counted in the file), the heads, and field to column number."""

    head_row: int
    heads: list[str]
    columns: dict[str, int]


def guess(fields: Sequence[Field], rows: Sequence[tuple[int, list[str]]]) -> Guess:
    """Find the head among the first ``rows``: the row where the most fields are known.

    Raises:
        DomainError: there is no row at all.
    """
    if not rows:
        raise DomainError(_l("The file is empty: a row must name the columns."), field="file")
    guesses = [_of_row(fields, number, cells) for number, cells in rows[:HEAD_WITHIN]]
    best = max(guesses, key=lambda each: len(each.columns))
    if len(best.columns) >= 2:
        return best
    return next((each for each in guesses if sum(map(bool, each.heads)) >= 2), guesses[0])


def digest(heads: Sequence[str]) -> str:
    """Give by what equal heads are recognised next month."""
    return sha256("|".join(ascii_slug(head) for head in heads))


def chosen(fields: Sequence[Field], typed: dict[str, str], width: int) -> dict[str, int]:
    """Give the columns a clerk chose, field to column number; "" is none.

    Raises:
        DomainError: a required field without a column, or two fields with one.
    """
    columns: dict[str, int] = {}
    for field in fields:
        number = whole(typed.get(f"column-{field.name}", ""))
        if number is not None and number < width:
            columns[field.name] = number
        elif field.required:
            raise DomainError(
                _l("Say which column holds: %(what)s.", what=field.label),
                field=f"column-{field.name}",
            )
    if len(set(columns.values())) < len(columns):
        raise DomainError(_l("Two things cannot stand in one column."))
    return columns


def cell(cells: Sequence[str], columns: dict[str, int], name: str) -> str:
    """Give a row's cell of that field, empty where the sheet has none."""
    at = columns.get(name)
    return cells[at] if at is not None and at < len(cells) else ""


def _of_row(fields: Sequence[Field], number: int, cells: list[str]) -> Guess:
    slugs = [ascii_slug(cell) for cell in cells]
    columns: dict[str, int] = {}
    for field in fields:
        at = _find(field, slugs, set(columns.values()))
        if at is not None:
            columns[field.name] = at
    return Guess(number, list(cells), columns)


def _find(field: Field, slugs: list[str], taken: set[int]) -> int | None:
    free = [at for at in range(len(slugs)) if at not in taken and slugs[at]]
    exact = [at for at in free if slugs[at] in field.names]
    long = tuple(name for name in field.names if len(name) >= LONG_ENOUGH)
    begins = [at for at in free if long and slugs[at].startswith(long)]
    return next(iter(exact or begins), None)
