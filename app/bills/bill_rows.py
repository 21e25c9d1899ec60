"""A row of a biller's sheet: what it says, and what is wrong with it."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.bills.models.account import MAX_CODE
from app.bills.models.exact import plainly
from app.core import cards
from app.core.errors import DomainError
from app.core.tables import asides
from app.core.tables.cells import Cells, refuse_hollow
from app.core.tables.columns import Field
from app.core.tables.errors import SheetError
from app.core.tables.values import (
    BadValue,
    as_amount,
    as_date,
    as_key,
    as_period,
    as_quantity,
    names_no_month,
)
from app.core.text import fold


def _phone(text: str) -> str:
    bare = text if text.startswith(("0", "+")) else f"0{text}"  # sheets eat the first zero
    try:
        return phones.parse(bare)
    except DomainError as error:
        raise BadValue(error.message) from error


NO_TOTAL = ("before", "thue", "vat", "tax", "tieu-thu", "m3", "kwh", "han", "ngay",
            "da-thanh-toan", "da-nop", "no", "trang-thai", "tinh-trang", "hinh-thuc", "chu",
            "ky-truoc", "thang-truoc", "ton-dong", "con-lai", "con-thieu", "co", "phi", "don-gia",
            "ma", "dien-tich", "quan", "hoc-sinh", "so-luong", "san-luong", "ho",
            "ten", "hoan", "hoan-lai", "hoan-tra", "giam", "mien", "tru",
            "khuyen-mai", "tam-ung")  # fmt: skip
"""Amounts before tax, debts of earlier months and days are no total."""
FIELDS = (
    Field("code", _l("Customer code"), (
        "ma-kh", "ma-khach-hang", "ma-khang", "makh", "ma-khach", "ma-danh-bo", "danh-bo",
        "so-danh-bo", "ma-hoc-sinh", "ma-hs", "mahs", "ma-sinh-vien", "ma-phieu", "ma-ho",
        "ma-ho-dan", "ma-ho-gia-dinh", "ma-thanh-toan", "customer-code", "customer-id",
        "customer-no", "code"),
        weaker=("ma-hop-dong", "so-hop-dong", "ma-hd", "so-the", "ma-dinh-danh", "ma-so", "ma")),
    Field("period", _l("Period"), (
        "ky", "ky-hoa-don", "ky-hd", "ky-cuoc", "ky-thu", "ky-thanh-toan", "ky-tieu-thu",
        "ky-ghi", "ky-ghi-chi-so", "thang", "thang-nam", "thang-thu", "thang-hoa-don",
        "thang-tieu-thu", "period", "billing-period", "month", "billing-month"),
        against=("truoc", "no", "quy", "qui", "hoc")),
    Field("total", _l("Total"), (
        "tong", "tong-cong", "tong-tien", "tong-so-tien", "thanh-tien", "tong-thanh-toan",
        "tong-tien-thanh-toan", "tong-cong-tien", "tong-cong-tien-thanh-toan", "phai-thu",
        "tong-phai-thu", "so-tien-phai-thu", "phai-nop", "so-tien-phai-nop", "tong-phai-nop",
        "tong-tien-phai-nop", "tien-phai-nop", "so-tien-thanh-toan", "so-tien-phai-tra",
        "tong-cong-after", "tong-tien-after", "thanh-tien-after", "tien-after", "so-tien-after",
        "tong-after", "total", "total-amount", "amount-due", "grand-total"),
        against=NO_TOTAL, weaker=("so-tien", "amount", "muc-thu", "tien"),
        read=as_amount),
    Field("name", _l("Name"), (
        "ten", "ten-kh", "ten-khach-hang", "ten-khang", "khach-hang", "ho-ten", "ho-va-ten",
        "ten-hoc-sinh", "ho-ten-hoc-sinh", "ho-va-ten-hoc-sinh", "ten-chu-ho", "chu-ho",
        "ho-ten-chu-ho", "name", "customer-name", "full-name"), required=False),
    Field("address", _l("Address"), (
        "dia-chi", "dia-chi-khach-hang", "dia-chi-kh", "dia-chi-su-dung", "dia-chi-lap-dat",
        "address"), required=False),
    Field("before", _l("Old reading"), (
        "chi-so-cu", "chi-so-dau", "chi-so-dau-ky", "chi-so-ky-truoc", "chi-so-thang-truoc",
        "cs-cu", "cs-dau", "so-cu", "csc", "old-reading", "previous-reading"),
        required=False, against=("moi", "cuoi"),
        read=as_quantity),
    Field("after", _l("New reading"), (
        "chi-so-moi", "chi-so-cuoi", "chi-so-cuoi-ky", "chi-so-ky-nay", "chi-so-thang-nay",
        "cs-moi", "cs-cuoi", "so-moi", "csm", "new-reading", "current-reading"),
        required=False, against=("cu", "dau"),
        read=as_quantity),
    Field("quantity", _l("Quantity"), (
        "san-luong", "tieu-thu", "so-luong", "khoi-luong", "quantity", "m3", "so-m3", "kwh",
        "so-kwh", "so-khoi", "luong-tieu-thu", "san-luong-tieu-thu", "khoi-luong-tieu-thu",
        "luong-nuoc-tieu-thu", "dien-nang-tieu-thu", "tieu-thu-m3", "consumption"),
        required=False,
        against=("tien", "don-gia", "chi-so", "truoc", "hoc-sinh", "nguoi", "khau", "ho"),
        read=as_quantity),
    Field("before_tax", _l("Amount before VAT"), (
        "tien", "tien-truoc-thue", "so-tien", "amount", "tien-nuoc", "tien-dien", "tien-hang",
        "cong-tien-hang", "tien-before", "so-tien-before", "thanh-tien-before",
        "tong-tien-before", "tong-cong-before", "cong-tien-before", "tong-before",
        "gia-tri-before", "doanh-thu-before", "amount-before", "total-before", "before"),
        required=False, against=(
            "after", "con-lai", "con-thieu", "no", "ky-truoc", "thang-truoc", "phai", "thue"),
        read=as_amount),
    Field("tax", _l("VAT"), (
        "thue", "thue-gtgt", "tien-thue", "tien-thue-gtgt", "tong-tien-thue", "vat", "tien-vat",
        "thue-vat", "vat-amount", "tax"), required=False,
        against=("before", "after", "suat", "thue-suat", "ma-so", "ma", "mst", "phi", "rate"),
        read=as_amount),
    Field("fee", _l("Waste-water fee"), (
        "phi-bvmt", "phi-moi-truong", "phi-nuoc-thai", "phi-bao-ve-moi-truong",
        "tien-phi-bvmt", "phi-bvmt-nuoc-thai", "phi-thoat-nuoc"), required=False,
        against=("thue", "vat"),
        read=as_amount),
    Field("due_on", _l("To be paid by"), (
        "han-tt", "han-thanh-toan", "han-nop", "han-nop-tien", "han-dong", "ngay-het-han",
        "han-cuoi", "due", "due-date", "han"), required=False,
        read=as_date),
    Field("status", _l("Status"), (
        "trang-thai", "trang-thai-thanh-toan", "tinh-trang", "tinh-trang-thanh-toan", "status"),
        required=False),
    Field("phone", _l("Phone number"), (
        "so-dt", "sdt", "dien-thoai", "so-dien-thoai", "sdt-kh", "dien-thoai-khach-hang",
        "sdt-phu-huynh", "phone", "phone-number", "mobile"), required=False,
        read=_phone),
)  # fmt: skip
NEEDED = ("period", "total")
PAID_WORDS = ("da thanh toan", "da tra", "da thu", "da nop", "paid", "roi", "x", "1")
MOST_CODE_WORDS = 3
MOST_USED = Decimal(1_000_000)
MOST_OWED = 10**9
MONTHS_AHEAD, MONTHS_BACK = 2, 36
PARTS = ("before_tax", "tax", "fee")
_period = lru_cache(MONTHS_AHEAD + MONTHS_BACK)(as_period)
"""Every row of a sheet says its month, nearly always the same."""


Row = Mapping[str, str]
"""What a row's cells say, by field, as ``Cells.row`` gives it."""


@dataclass(frozen=True)
class Rules:
    """What a biller's rows are held to: the day today, and how many days there are to pay."""

    today: date
    days_to_pay: int


def is_aside(cells: list[str], row: Row, heads: Sequence[str]) -> bool:
    """Tell whether a row is no bill's: a sum, a signature, a note under the table."""
    code = row.get("code", "")
    needed = [row.get(name, "") for name in NEEDED]
    is_named = _is_code(code) and not asides.is_sum(code)
    return asides.is_aside(cells, heads, is_named, needed)


def check_heads(heads: Sequence[str], columns: dict[str, int]) -> None:
    """Raise ``SheetError`` where the column of the month holds quarters or school terms."""
    head = heads[columns["period"]]
    if names_no_month(head):
        raise SheetError(
            _l("The column “%(head)s” holds quarters or school terms. Bills are kept by the month: "
               "add a column with the month, as 11/2026.", head=head[:60])
        )  # fmt: skip


def read(row: Row, said: Cells, rules: Rules) -> dict[str, Any]:
    """Give what a row says, fit for JSON: decimals and days as text.

    Raises:
        BadValue: with a sentence that names what is wrong.
    """
    refuse_hollow(row)
    code = _code(row.get("code", ""))
    period = _period(row.get("period", ""))
    start, end, usual = _month(period, rules)
    values = said.values(row)
    total = _total(said.read("total", "") if "total" not in row else values["total"])
    before, after = values.get("before"), values.get("after")
    quantity = _quantity(before, after, values.get("quantity"))
    due = values.get("due_on")
    return {
        "code": code,
        "code_key": as_key(code),
        "period": period,
        "total": total,
        "name": row.get("name", ""),
        "address": row.get("address", ""),
        "phone": values.get("phone"),
        "before": _text(before),
        "after": _text(after),
        "quantity": _text(quantity),
        **_parts({name: values.get(name) for name in PARTS}),
        "from_on": start,
        "to_on": end,
        "due_on": due.isoformat() if due else usual,
        "paid": fold(row.get("status", "")) in PAID_WORDS,
    }


def _is_code(text: str) -> bool:
    """Tell whether a cell looks like a customer's code: a few words at most, with a digit."""
    return (
        len(text) <= MAX_CODE
        and len(text.split()) <= MOST_CODE_WORDS
        and any(map(str.isdigit, text))
    )


def _code(code: str) -> str:
    if not as_key(code) or len(code) > MAX_CODE:
        raise BadValue(_l("There is no customer code, or one that is far too long."))
    if (shown := cards.kind_of(code)) is not None:
        raise BadValue(cards.SENTENCES[shown])
    return code


def _total(total: int) -> int:
    if not 0 <= total < MOST_OWED:
        raise BadValue(_l("The total is below zero or absurdly high."))
    return total


def _parts(amounts: dict[str, int | None]) -> dict[str, int | None]:
    if any(amount is not None and amount < 0 for amount in amounts.values()):
        raise BadValue(_l("An amount is below zero. Send a corrected total instead."))
    return amounts


def month_of(period: str) -> tuple[date, date]:
    """Give the first and last day of ``2026-11``."""
    year, month = int(period[:4]), int(period[5:])
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_between(period: str, today: date) -> int:
    """Give how many months ``period`` lies after today's month; below zero for earlier ones."""
    return (int(period[:4]) - today.year) * 12 + int(period[5:]) - today.month


@lru_cache(MONTHS_AHEAD + MONTHS_BACK)
def _month(period: str, rules: Rules) -> tuple[str, str, str]:
    """Give a month's first and last day, and by when it is to be paid where a row says nothing."""
    if not -MONTHS_BACK <= months_between(period, rules.today) <= MONTHS_AHEAD:
        raise BadValue(_l("The period lies too far back or ahead."))
    start, end = month_of(period)
    due = end + timedelta(days=rules.days_to_pay)
    return start.isoformat(), end.isoformat(), due.isoformat()


def _quantity(
    before: Decimal | None, after: Decimal | None, quantity: Decimal | None
) -> Decimal | None:
    if before is not None and after is not None:
        if after < before:
            raise BadValue(_l("The new reading is below the old one."))
        if quantity is not None and quantity != after - before:
            raise BadValue(_l("The quantity is not the difference of the readings."))
        quantity = after - before
    if quantity is not None and quantity > MOST_USED:
        raise BadValue(_l("The quantity is absurdly high."))
    return quantity


def _text(number: Decimal | None) -> str | None:
    return None if number is None else plainly(number)
