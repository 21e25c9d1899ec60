"""A bank statement's rows as movements of money."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from flask_babel import lazy_gettext as _l

from app.core.tables import asides
from app.core.tables.columns import Field, cell
from app.core.tables.errors import HOLLOW, NOT_WORKED_OUT, BadValue
from app.core.tables.values import as_amount, as_date
from app.core.text import clean, fold
from app.payments.identity import Identity
from app.payments.models.line import MAX_WORDS

OUT = ("no", "ra", "chi", "rut", "debit", "dr", "withdrawal", "withdrawals", "out", "giam")
INTO = ("co", "vao", "thu", "gui", "credit", "cr", "deposit", "deposits", "in", "tang")
NO_AMOUNT = ("du", "balance", "phi", "fee", "tk", "tai-khoan", "account", "ngay", "date", "so-ct")
"""Balances, fees and accounts ("TK Có") are no movements."""
NO_DIRECTION = frozenset(("vnd", "dong", "viet", "nam", "gd", "giao", "dich", "quy", "doi", "tien",
                          "te", "nguyen", "value", "movement", "turnover"))  # fmt: skip
"""Beside "số tiền" any other word may say where it went: "chuyển đi", "trừ", "thanh toán"."""
FIELDS = (
    Field("date", _l("Date"), (
        "ngay", "ngay-giao-dich", "ngay-gd", "ngay-hach-toan", "ngay-phat-sinh", "ngay-ghi-so",
        "ngay-thang", "ngay-thang-nam", "ngay-gio", "ngay-gio-gd", "ngay-gio-giao-dich",
        "thoi-gian", "thoi-gian-giao-dich", "thoi-gian-gd", "ngay-chung-tu", "date",
        "transaction-date", "trans-date", "tran-date", "txn-date", "tnx-date", "booking-date",
        "posting-date", "posted-date", "date-time", "transaction-time"),
        weaker=("ngay-hieu-luc", "ngay-gia-tri", "effective-date", "value-date",
                "ngay-kh-thuc-hien", "ngay-thuc-hien", "requesting-date")),
    Field("words", _l("Content"), (
        "noi-dung", "dien-giai", "mo-ta", "noi-dung-giao-dich", "noi-dung-chi-tiet",
        "noi-dung-gd", "noi-dung-chuyen-khoan", "noi-dung-ck", "noi-dung-thanh-toan",
        "mo-ta-giao-dich", "dien-giai-giao-dich", "chi-tiet-giao-dich", "ly-do", "description",
        "transaction-description", "content", "details", "transaction-details",
        "transactions-in-detail", "transaction-remarks", "remark", "remarks", "narrative",
        "payment-details"),
        weaker=("chi-tiet", "ghi-chu")),
    Field("credit", _l("Money in"), (
        "co", "ghi-co", "so-tien-ghi-co", "so-tien-co", "phat-sinh-co", "ps-co", "so-ps-co",
        "so-phat-sinh-co", "co-tktt", "tien-co", "vao", "tien-vao", "so-tien-vao", "thu",
        "tien-thu", "so-tien-thu", "gui", "gui-vao", "gui-tien", "tien-gui", "so-tien-gui",
        "so-tien-gui-vao", "nop-vao", "nhan", "tien-nhan", "so-tien-nhan", "tang", "credit",
        "credit-amount", "credits", "cr", "cr-amount", "deposit", "deposits", "deposit-amount",
        "money-in", "paid-in", "amount-in", "in"),
        required=False, against=(*OUT, *NO_AMOUNT), rivals=("amount",)),
    Field("debit", _l("Money out"), (
        "ghi-no", "so-tien-ghi-no", "so-tien-no", "phat-sinh-no", "ps-no", "so-ps-no",
        "so-phat-sinh-no", "no", "no-tktt", "tien-no", "ra", "tien-ra", "so-tien-ra", "chi",
        "tien-chi", "so-tien-chi", "rut", "rut-ra", "rut-tien", "tien-rut", "so-tien-rut",
        "so-tien-rut-ra", "giam", "debit", "debit-amount", "debits", "dr", "dr-amount",
        "withdrawal", "withdrawals", "withdrawal-amount", "money-out", "paid-out", "amount-out",
        "out"),
        required=False, against=(*INTO, *NO_AMOUNT), rivals=("amount",)),
    Field("amount", _l("Amount, with its sign"), (
        "so-tien", "so-tien-gd", "so-tien-giao-dich", "so-tien-vnd", "so-tien-phat-sinh",
        "phat-sinh", "so-phat-sinh", "gia-tri", "gia-tri-giao-dich", "gia-tri-gd", "amount",
        "transaction-amount", "amount-vnd"),
        required=False, against=(*OUT, *INTO, *NO_AMOUNT), beside=NO_DIRECTION),
    Field("side", _l("Debit or credit (Nợ/Có, D/C)"), (
        "no-co", "co-no", "ghi-no-co", "ghi-no-ghi-co", "phat-sinh-no-co", "d-c", "c-d", "dc",
        "dr-cr", "cr-dr", "debit-credit", "credit-debit", "no-co-d-c", "loai-phat-sinh",
        "loai-no-co", "dau", "chieu", "chieu-giao-dich", "thu-chi", "vao-ra", "ra-vao"),
        required=False, against=("du", "balance", "so-tien")),
    Field("id", _l("The bank's number"), (
        "so-but-toan", "ma-giao-dich", "so-giao-dich", "so-gd", "ma-gd", "so-tham-chieu",
        "ma-tham-chieu", "so-chung-tu", "so-ct", "reference", "reference-no", "reference-number",
        "ref", "ref-no", "so-ref", "ma-ref", "transaction-id", "transaction-no",
        "transaction-number", "doc-no", "document-no", "trace-no", "so-trace", "ft"),
        required=False),
)  # fmt: skip
ONE_OF = (("credit", "amount"),)
"""One of each group must have a column: without it there is no money in a row."""
SIDES = {
    -1: {"d", "dr", "debit", "no", "ghi no", "ra", "tien ra", "chi", "rut", "out", "-"},
    1: {"c", "cr", "credit", "co", "ghi co", "vao", "tien vao", "thu", "gui", "in", "+"},
}
DATED_SUMS = re.compile(
    r"(?:tong cong|(?:cong|tong)(?: so)? phat sinh.*|(?:so )?du (?:dau|cuoi)(?: (?:ky|ngay))?|"
    r"(?:opening|closing) balance)[ :.]*"
)
"""Contents that no payer writes, with a day before them in some statements."""
_day = lru_cache(1_024)(as_date)
"""Many rows of a statement have one day, and each is asked for it several times."""


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

    @cached_property
    def ids(self) -> Identity:
        """Give by what it is known again."""
        return Identity.of(self.booked_on, self.amount, self.words, self.bank_id)


def read(cells: list[str], columns: dict[str, int], heads: Sequence[str] = ()) -> Movement | None:
    """Give the movement of a row; None for one that is none: sums, balances, signatures, notes.

    Money that went out is 0 where it has a column of its own, and below zero where a sign or a
    Nợ/Có column tells it; a credit below zero is a reversal and stays below zero.

    Raises:
        BadValue: a row with money and no date, or something unreadable.
    """
    day, words = cell(cells, columns, "date"), cell(cells, columns, "words")
    money = [cell(cells, columns, name) for name in ("credit", "debit", "amount")]
    if asides.is_aside(cells, heads, _is_day(day), money):
        return None
    if DATED_SUMS.fullmatch(fold(words)):
        return None
    if any(cells[at] == HOLLOW for at in columns.values() if at < len(cells)):
        raise BadValue(NOT_WORKED_OUT)
    amount = _amount(cells, columns)
    if not day:
        raise BadValue(_l("There is no date in this row."))
    bank_id = clean(cell(cells, columns, "id")) or _number_under(day, columns)
    takes_back = amount < 0 and bool(cell(cells, columns, "credit"))
    return Movement(_day(day), amount, clean(words, MAX_WORDS), bank_id, takes_back)


def _is_day(text: str) -> bool:
    try:
        _day(text)
    except BadValue:
        return False
    return True


def _number_under(day: str, columns: dict[str, int]) -> str:
    """Give the number that some banks write under the day, in the same cell."""
    first, _, below = day.partition("\n")
    return " ".join(below.split()) if "id" not in columns and _is_day(first) else ""


def _amount(cells: list[str], columns: dict[str, int]) -> int:
    credit, debit, signed = (cell(cells, columns, name) for name in ("credit", "debit", "amount"))
    into, out = (as_amount(text) if text else 0 for text in (credit, debit))
    if into and out:
        raise BadValue(_l("This row has money both in and out."))
    if credit or debit:
        return into
    if signed:
        return _sided(as_amount(signed), cells, columns)
    if "credit" in columns and not {"amount", "debit"} & columns.keys():
        return 0  # the only column there is, for money in, is empty: money went out
    raise BadValue(_l("There is no amount in this row."))


def _sided(amount: int, cells: list[str], columns: dict[str, int]) -> int:
    """Give the amount with the sign that the Nợ/Có column says."""
    if "side" not in columns:
        return amount
    at = columns["side"]
    text = fold(cells[at]) if at < len(cells) else ""
    for sign, names in SIDES.items():
        if text in names or set(re.split(r"\s*[/(]\s*", text.rstrip(")"))) <= names:
            return sign * amount
    raise BadValue(_l("“%(text)s” says neither debit (Nợ, D) nor credit (Có, C).", text=text[:20]))
