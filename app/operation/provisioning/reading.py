"""From the bytes of a workbook to the rows of its sheets, and what is wrong with them as rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.core.preferences import LANGUAGES
from app.core.tables import asides, columns, reading
from app.core.tables.cells import SHOWN
from app.core.tables.columns import Field
from app.core.tables.errors import HOLLOW, NOT_WORKED_OUT, BadValue
from app.core.tables.reading import Table
from app.core.text import ascii_slug
from app.operation.provisioning.layout import SHEETS, Sheet
from app.operation.provisioning.words import in_language

MERGED = _l("Cells are merged over several rows here. Split them, then send the file again.")
NOTHING = _l("No sheet of the file is one of these: %(names)s.")
GUIDE = ("huong-dan", "guide")


class Problem(NamedTuple):
    """What cannot be taken: in which sheet and row (0: the sheet itself), and why."""

    sheet: str
    row: int
    why: str


@dataclass
class Row:
    """A row of a sheet: what its cells say, by field; an empty cell says nothing."""

    sheet: Sheet
    number: int
    cells: dict[str, str]
    columns: frozenset[str]
    """The fields for which the sheet has a column."""
    bad: Callable[[int, str], None]

    def has(self, name: str) -> bool:
        return name in self.columns

    def text(self, name: str) -> str:
        return self.cells.get(name, "")

    def read(self, name: str, read: Callable[[str], Any], instead: Any = None) -> Any:
        """Read a cell; one that cannot be is noted with its column, and gives ``instead``."""
        try:
            return read(self.text(name))
        except BadValue as bad:
            self.refuse(name, bad.message)
            return instead

    def refuse(self, name: str | None, why: Any) -> None:
        """Note that the row cannot be taken, for the column ``name`` or as a whole."""
        if name is None:
            self.bad(self.number, str(why))
            return
        what, text = str(self.sheet.label(name)), self.text(name)[:SHOWN]
        said = gettext("%(what)s “%(text)s”: %(why)s", what=what, text=text, why=str(why))
        self.bad(self.number, said)


@dataclass
class Read:
    """What a workbook says: rows by the name of the sheet, and what is wrong."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Sheets that are none of ours, by name."""
    count: int = 0


def read(content: bytes) -> Read:
    """Read all sheets of a workbook.

    Raises:
        SheetError: it cannot be read as one.
    """
    found = Read()
    for table in reading.look(content, None):
        sheet = _called(table.name)
        if sheet is not None and sheet.name not in found.rows:
            found.rows[sheet.name] = list(_rows(sheet, table, found))
        elif table.rows and ascii_slug(table.name) not in GUIDE:
            found.unread.append(table.name)
    if not found.rows:
        names = ", ".join(str(each.title) for each in SHEETS)
        found.problems.append(Problem("", 0, str(NOTHING % {"names": names})))
    found.count = sum(map(len, found.rows.values()))
    return found


def _called(name: str) -> Sheet | None:
    slug = ascii_slug(name)
    return next((each for each in SHEETS if slug in each.names or slug in titles(each)), None)


@cache
def titles(sheet: Sheet) -> frozenset[str]:
    """Give what the sheet is called in all languages, in slug form."""
    said = (in_language(each, {"": sheet.title})[""] for each in LANGUAGES)
    return frozenset(map(ascii_slug, said))


@cache
def fields(sheet: Sheet) -> tuple[Field, ...]:
    """Give the sheet's fields, each known by its label in all languages too."""
    labels = {each.name: each.label for each in sheet.fields}
    slugs = [in_language(language, labels) for language in LANGUAGES]
    return tuple(
        replace(each, names=(*each.names, *(ascii_slug(said[each.name]) for said in slugs)))
        for each in sheet.fields
    )


def _rows(sheet: Sheet, table: Table, found: Read) -> Iterator[Row]:
    title = str(sheet.title)

    def bad(number: int, why: str) -> None:
        found.problems.append(Problem(title, number, why))

    if not table.rows:
        return
    guess = columns.guess(fields(sheet), table.rows)
    if not _has_columns(sheet, guess, bad):
        return
    known = frozenset(guess.columns)
    for number, cells in table.rows:
        if number <= guess.head_row or _is_aside(cells, guess):
            continue
        said = {name: text for name in known if (text := columns.cell(cells, guess.columns, name))}
        row = Row(sheet, number, said, known, bad)
        if _fits(row, table):
            yield row


def _has_columns(sheet: Sheet, guess: columns.Guess, bad: Callable[[int, str], None]) -> bool:
    """Tell whether each column that is needed is there, and which one is which."""
    missing = [each for each in sheet.fields if each.required
               and each.name not in guess.columns and each.name not in guess.doubtful]  # fmt: skip
    for name in guess.doubtful:
        what = str(sheet.label(name))
        bad(0, gettext("Several columns could be “%(what)s”. Name one of them so.", what=what))
    for each in missing:
        bad(0, gettext("There is no column “%(what)s”.", what=str(each.label)))
    return not missing and not guess.doubtful


def _is_aside(cells: list[str], guess: columns.Guess) -> bool:
    if asides.is_head(cells, guess.heads) or asides.is_numbering(cells):
        return True
    said = [columns.cell(cells, guess.columns, name) for name in guess.columns]
    return not any(said)


def _fits(row: Row, table: Table) -> bool:
    """Tell whether the row can be looked at: nothing merged, hollow, or needed and missing."""
    if row.number in table.stacked:
        row.refuse(None, MERGED)
        return False
    if HOLLOW in row.cells.values():
        row.refuse(None, NOT_WORKED_OUT)
        return False
    missing = [each for each in row.sheet.fields if each.required and not row.text(each.name)]
    for each in missing:
        row.refuse(None, gettext("“%(what)s” is empty.", what=str(each.label)))
    return not missing
