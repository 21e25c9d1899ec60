"""Lists of bills as CSV and XLSX, with nothing in them that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from app.bills.models import Bill
from app.core.formats import day
from app.core.lazy import lazy

if TYPE_CHECKING:
    import xlsxwriter
else:
    xlsxwriter = lazy("xlsxwriter")

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
"""So that office programs read the file as UTF-8."""
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "in_memory": True}  # fmt: skip


def csv_of(bills: Iterable[Bill]) -> bytes:
    """Give the list as CSV in UTF-8; a text that begins like a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_heads())
    for bill in bills:
        writer.writerow([harmless(cell) for cell in _cells(bill)])
    return (BOM + out.getvalue()).encode()


def xlsx_of(bills: Iterable[Bill]) -> bytes:
    """Give the list as XLSX; every text is a plain string."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        sheet = book.add_worksheet()
        for at, head in enumerate(_heads()):
            sheet.write_string(0, at, head)
        for row, bill in enumerate(bills, start=1):
            for at, cell in enumerate(_cells(bill)):
                if isinstance(cell, int):
                    sheet.write_number(row, at, cell)
                else:
                    sheet.write_string(row, at, cell)
    return out.getvalue()


def harmless(cell: str | int) -> str | int:
    """Give a cell that no spreadsheet takes for a formula (OWASP on CSV injection)."""
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return f"'{cell}"
    return cell


def _heads() -> list[str]:
    return [_("Customer code"), _("Name"), _("Address"), _("Period"), _("Owed"), _("Received"),
            _("Still to be paid"), _("To be paid by"), _("Bill"),
            _("Said to be transferred")]  # fmt: skip


def _cells(bill: Bill) -> list[str | int]:
    account = bill.account
    return [account.code, account.name, account.address, f"{bill.period[5:]}/{bill.period[:4]}",
            bill.owed, bill.received, bill.missing, day(bill.due_on), bill.code,
            day(bill.said_paid_at) if bill.said_paid_at and bill.is_said else ""]  # fmt: skip
