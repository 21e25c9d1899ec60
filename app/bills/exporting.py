"""Lists of bills as CSV and XLSX, with nothing in them that a spreadsheet would run."""

from collections.abc import Iterable

from flask_babel import gettext as _

from app.bills.models import Bill
from app.core.formats import day
from app.core.tables import writing
from app.core.tables.writing import Cell


def csv_of(bills: Iterable[Bill]) -> bytes:
    return writing.csv_of(_heads(), map(_cells, bills))


def xlsx_of(bills: Iterable[Bill]) -> bytes:
    return writing.xlsx_of(_heads(), map(_cells, bills))


def _heads() -> list[str]:
    return [_("Customer code"), _("Name"), _("Address"), _("Period"), _("Owed"), _("Received"),
            _("Still to be paid"), _("To be paid by"), _("Bill"),
            _("Said to be transferred")]  # fmt: skip


def _cells(bill: Bill) -> list[Cell]:
    account = bill.account
    return [account.code, account.name, account.address, f"{bill.period[5:]}/{bill.period[:4]}",
            bill.owed, bill.received, bill.missing, day(bill.due_on), bill.code,
            day(bill.said_paid_at) if bill.said_paid_at and bill.is_said else ""]  # fmt: skip
