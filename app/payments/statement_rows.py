"""A bank statement's rows as movements of money."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from app.core.text import clean, fold
from app.payments.columns import Field, cell
from app.payments.models.line import MAX_WORDS
from app.payments.values import BadValue, as_amount, as_date

FIELDS = (
    Field("date", _l("Date"), ("ngay", "ngay-giao-dich", "ngay-gd", "ngay-hieu-luc",
                               "ngay-hach-toan", "date", "transaction-date", "booking-date")),
    Field("words", _l("Content"), ("noi-dung", "dien-giai", "mo-ta", "noi-dung-giao-dich",
                                   "description", "content", "details", "remark")),
    Field("credit", _l("Money in"), ("ghi-co", "so-tien-ghi-co", "phat-sinh-co", "tien-vao",
                                     "credit", "so-tien-vao", "co"), required=False),
    Field("amount", _l("Amount, with its sign"), ("so-tien", "amount", "so-tien-gd",
                                                  "so-tien-giao-dich"), required=False),
    Field("id", _l("The bank's number"), ("so-but-toan", "ma-giao-dich", "so-gd", "ma-gd",
                                          "so-tham-chieu", "so-chung-tu", "reference",
                                          "transaction-id", "ref-no"), required=False),
)  # fmt: skip
FOOTERS = ("tong", "so du", "cong", "total", "balance", "du cuoi", "du dau")


@dataclass(frozen=True)
class Movement:
    """Money into (or, below zero, out of) an account, in whole đồng."""

    booked_on: date
    amount: int
    words: str
    bank_id: str = ""
    takes_back: bool = False
    """The bank itself says that it undoes money it had booked: a credit below zero."""
    event_id: str = ""
    """The name a provider gave its report of it: the same name again is the same movement."""
    corrects: int | None = None
    """The amount that was reported under ``bank_id`` before, where this stands in its place."""


def read(cells: list[str], columns: dict[str, int]) -> Movement | None:
    """Give the movement of a row; None for sums and balances that banks print at the end.

    Raises:
        BadValue: a row with money and no date, or something unreadable.
    """
    day, words = cell(cells, columns, "date"), cell(cells, columns, "words")
    if not day and any(fold(each).startswith(FOOTERS) for each in cells):
        return None
    amount = _amount(cells, columns)
    if not amount and not day:
        return None
    if amount is None:
        raise BadValue(_l("There is no amount in this row."))
    if not day:
        raise BadValue(_l("There is no date in this row."))
    bank_id = clean(cell(cells, columns, "id"))
    takes_back = amount < 0 and bool(cell(cells, columns, "credit"))
    return Movement(as_date(day), amount, clean(words, MAX_WORDS), bank_id, takes_back)


def _amount(cells: list[str], columns: dict[str, int]) -> int | None:
    credit, signed = cell(cells, columns, "credit"), cell(cells, columns, "amount")
    if credit:
        return as_amount(credit)
    if signed:
        return as_amount(signed)
    # A column for money in that is empty: the row tells of money that went out.
    return 0 if "credit" in columns and "amount" not in columns and any(cells) else None
