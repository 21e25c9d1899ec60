"""From the bytes of a file to the rows of a sheet: the one reader of tables there is.

What a file unpacks to is counted before anything parses it. Whole numbers have no ".0", days come
as 2026-11-19, formulas as the value that was stored with them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from flask_babel import lazy_gettext as _l

from app.core.tables import letters, texts, workbooks
from app.core.tables.errors import SheetError
from app.core.tables.workbooks import BOOK, LIMITS, PAGE, SENTENCES, Limits, RawSheet
from app.core.text import clean

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How .xlsx and old .xls files begin, whatever they are called."""
MORE_ROWS = 30
"""Letterheads and notes do not count against the number of rows."""
FIRST_ROWS = 60
"""From so many rows the letters of a whole sheet are told."""
TABLE = re.compile(r"<(?:table|tr)[\s>]", re.IGNORECASE)
LINE_END = "_x000D_"
"""How XLSX writes a line end of old Macs; exports to text keep the spelling."""
Cells = list[str]
Row = tuple[int, Cells]


@dataclass(frozen=True)
class Table:
    """A sheet: its rows that are not empty, each with its number in the file.

    ``stacked`` are the rows that hold cells merged over several rows. ``letters`` names the old
    encoding that was converted, "" for none.
    """

    name: str
    rows: list[Row]
    stacked: frozenset[int]
    letters: str = ""


def read(content: bytes, sheet: str = "", limits: Limits = LIMITS) -> Table:
    """Give a sheet of the file; without a name the first that is visible and has rows.

    Raises:
        SheetError: too large, not a table, damaged, dangerous, locked, or no such sheet.
    """
    tables = look(content, None, limits, sheet)
    return next((each for each in tables if each.rows), tables[0])


def look(
    content: bytes, count: int | None, limits: Limits = LIMITS, sheet: str = ""
) -> list[Table]:
    """Give the visible sheets of the file with their first ``count`` rows; raises as ``read``."""
    if len(content) > limits.packed:
        raise SheetError(_l("The file is too large. Split it and import the parts."))
    if content.startswith((ZIP, OLE)):
        return [_table(raw) for raw in _sheets(content, BOOK, limits, sheet, count)]
    text, old = texts.decoded(content)
    if text.lstrip().startswith("<"):
        return [_table(raw, old) for raw in _pages(text, limits, count)]
    found = islice(_within(texts.rows(text), limits), count)
    return [_table(RawSheet("", list(found), []), old)]


def _sheets(
    content: bytes, act: str, limits: Limits, sheet: str, count: int | None
) -> list[RawSheet]:
    _names, sheets = workbooks.opened(content, act, limits, sheet, count)
    return sheets


def _pages(text: str, limits: Limits, count: int | None) -> list[RawSheet]:
    if not TABLE.search(text):
        raise SheetError(
            _l("This is a web page or XML without a table. Open it, save it as XLSX, try again.")
        )
    return _sheets(text.encode(), PAGE, limits, "", count)


def _within(rows: Iterable[Row], limits: Limits) -> Iterator[Row]:
    """Pass on the rows that are not empty, as long as the limits hold."""
    kept = 0
    for number, cells in rows:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        kept += 1
        if kept > limits.rows + MORE_ROWS:
            raise SheetError(SENTENCES["rows"])
        if len(cells) > limits.columns:
            raise SheetError(SENTENCES["columns"])
        if max(map(len, cells)) > limits.cell:
            raise SheetError(SENTENCES["cell"])
        yield number, cells


def _table(raw: RawSheet, old: str = "") -> Table:
    first = (cell for _number, cells in raw.rows[:FIRST_ROWS] for cell in cells)
    old = old or letters.recognise(first)
    rows = [(number, _cells(cells, old)) for number, cells in raw.rows]
    stacked = {row for first, last in _short(raw.stacked) for row in range(first, last + 1)}
    return Table(raw.name, [row for row in rows if any(row[1])], frozenset(stacked), old)


def _short(stacked: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Pass on what can be a merged cell of a table that is within the limits."""
    return ((first, last) for first, last in stacked if 0 < last - first <= LIMITS.rows)


def _cells(cells: Cells, old: str) -> Cells:
    whole = " ".join(cells)
    if not old and LINE_END not in whole and whole == clean(whole):
        return [cell.strip() for cell in cells]  # nearly all rows: there is nothing to clean
    return [_cell(cell, old) for cell in cells]


def _cell(text: str, old: str) -> str:
    if old:
        text = letters.convert(text, old)
    if LINE_END in text:
        text = text.replace(LINE_END, "\n")
    return clean(text)
