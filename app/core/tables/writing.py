"""Tables that people take away: CSV and XLSX with nothing in them that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from app.core.lazy import lazy

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = lazy("xlsxwriter")

CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
"""What a cell that runs begins with; the full-width ones do in some languages' programs."""
BOM = "\ufeff"
"""So that office programs read the file as UTF-8."""
LONGEST_CELL = 32_000
"""Letters: XLSX takes no more than 32,767."""
Cell = str | int | float | None


def harmless(cell: Any) -> Any:
    """Give a cell that no spreadsheet takes for a formula (OWASP on CSV injection)."""
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return f"'{cell}"
    return cell


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Give a short table as a CSV file in UTF-8."""
    return (BOM + csv_lines([heads, *rows])).encode()


def xlsx_of(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Give a short table as a workbook of one sheet."""
    out = io.BytesIO()
    write_workbook(out, heads, rows)
    return out.getvalue()


def csv_lines(rows: Iterable[Sequence[Cell]]) -> str:
    """Give rows as lines of a CSV file; ``BOM`` goes before the first."""
    out = io.StringIO()
    safe = ([harmless(cell) for cell in row] for row in rows)
    csv.writer(out, lineterminator="\r\n").writerows(safe)
    return out.getvalue()


def write_workbook(
    file: str | BinaryIO, heads: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write an XLSX file row by row: its size does not count in memory. Every text is a string."""
    write_sheets(file, [("", heads, rows)])


def write_sheets(
    file: str | BinaryIO, sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Cell]]]]
) -> None:
    """Write a workbook of several sheets, each its name, heads and rows; "" names it Sheet1."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name, heads, rows in sheets:
            _write_sheet(book.add_worksheet(name or None), bold, heads, rows)


def _write_sheet(
    sheet: Any, bold: Any, heads: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> None:
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, bold)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(heads) - 1, 18)
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, at, cell[:LONGEST_CELL])
            elif cell is not None:
                sheet.write_number(number, at, cell)
