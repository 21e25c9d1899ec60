"""Tables as CSV and XLSX, with nothing in a cell that a spreadsheet would run.

Texts are plain strings in XLSX; in CSV one that begins like a formula gets an apostrophe.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from app.core.lazy import lazy

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = lazy("xlsxwriter")

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
"""So that office programs read the file as UTF-8."""
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "in_memory": True}  # fmt: skip
Cell = str | int


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Give a table as CSV in UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return (BOM + out.getvalue()).encode()


def xlsx_of(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Give a table as a workbook of one sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        sheet = book.add_worksheet()
        for at, head in enumerate(heads):
            sheet.write_string(0, at, head)
        for number, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, at, cell)
                else:
                    sheet.write_string(number, at, cell)
    return out.getvalue()


def harmless(cell: Cell) -> Cell:
    """Give a cell that no spreadsheet takes for a formula (OWASP on CSV injection)."""
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return f"'{cell}"
    return cell
