"""What a seller takes away: the month's takings as XLSX, the catalogue as CSV.

Nothing in a cell is run by a spreadsheet: texts are plain strings in XLSX, and one that begins
like a formula gets an apostrophe in CSV.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.core.clock import local
from app.core.lazy import lazy
from app.market.models import Taking

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = lazy("xlsxwriter")

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "in_memory": True}  # fmt: skip
Cell = str | int


def takings_xlsx(takings: Iterable[Taking]) -> bytes:
    """Give what came in as a sheet: day, time, amount, way, note, and what was struck out."""
    heads = [_("Day"), _("Time"), _("Amount"), _("How"), _("Note"), _("Struck out")]
    rows = (_taking_cells(each) for each in takings)
    return _xlsx(heads, rows)


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Give a table as CSV in UTF-8 with every cell harmless."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return (BOM + out.getvalue()).encode()


def harmless(cell: Cell) -> Cell:
    """Give a cell that no spreadsheet takes for a formula (OWASP on CSV injection)."""
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return f"'{cell}"
    return cell


def _taking_cells(taking: Taking) -> list[Cell]:
    at = local(taking.at)
    struck = _("yes") if taking.struck_at else ""
    way = str(taking.way_name)
    return [f"{at:%d/%m/%Y}", f"{at:%H:%M}", taking.amount, way, taking.note, struck]


def _xlsx(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
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
