"""Lists of bills as CSV and XLSX, with nothing in them that a spreadsheet would run."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from flask_babel import gettext as _

from app.bills.models import Bill
from app.core.formats import day
from app.core.tables.writing import BOM, Cell, csv_lines, write_workbook


def csv_of(bills: Iterable[Bill]) -> bytes:
    """Give the list as CSV in UTF-8; a text that begins like a formula gets an apostrophe."""
    return (BOM + csv_lines([_heads(), *(_cells(bill) for bill in bills)])).encode()


def xlsx_of(bills: Iterable[Bill]) -> bytes:
    """Give the list as XLSX; every text is a plain string."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bills.xlsx"
        write_workbook(str(path), _heads(), (_cells(bill) for bill in bills))
        return path.read_bytes()


def _heads() -> list[str]:
    return [_("Customer code"), _("Name"), _("Address"), _("Period"), _("Owed"), _("Received"),
            _("Still to be paid"), _("To be paid by"), _("Bill"),
            _("Said to be transferred")]  # fmt: skip


def _cells(bill: Bill) -> list[Cell]:
    account = bill.account
    return [account.code, account.name, account.address, f"{bill.period[5:]}/{bill.period[:4]}",
            bill.owed, bill.received, bill.missing, day(bill.due_on), bill.code,
            day(bill.said_paid_at) if bill.said_paid_at and bill.is_said else ""]  # fmt: skip
