"""A row of a biller's sheet: what it says, and what is wrong with it."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.bills.models.account import MAX_CODE
from app.core import cards
from app.core.errors import DomainError
from app.core.text import fold
from app.payments.columns import Field, cell
from app.payments.values import BadValue, as_amount, as_date, as_key, as_period, as_quantity

FIELDS = (
    Field("code", _l("Customer code"), ("ma-kh", "ma-khach-hang", "ma-khang", "ma-danh-bo",
                                        "ma-hoc-sinh", "ma-phieu", "customer-code", "code")),
    Field("period", _l("Period"), ("ky", "ky-hoa-don", "thang", "period", "month")),
    Field("total", _l("Total"), ("tong", "tong-cong", "tong-tien", "thanh-tien", "total")),
    Field("name", _l("Name"), ("ten", "ten-kh", "ten-khach-hang", "ho-ten", "ho-va-ten", "name"),
          required=False),
    Field("address", _l("Address"), ("dia-chi", "address"), required=False),
    Field("before", _l("Old reading"), ("chi-so-cu", "chi-so-dau", "cs-cu"), required=False),
    Field("after", _l("New reading"), ("chi-so-moi", "chi-so-cuoi", "cs-moi"), required=False),
    Field("quantity", _l("Quantity"), ("san-luong", "tieu-thu", "so-luong", "khoi-luong",
                                       "quantity"), required=False),
    Field("before_tax", _l("Amount before VAT"), ("tien", "tien-truoc-thue", "so-tien", "amount"),
          required=False),
    Field("tax", _l("VAT"), ("thue", "thue-gtgt", "tien-thue", "vat"), required=False),
    Field("fee", _l("Waste-water fee"), ("phi-bvmt", "phi-moi-truong", "phi-nuoc-thai"),
          required=False),
    Field("due_on", _l("To be paid by"), ("han-tt", "han-thanh-toan", "han-nop", "due"),
          required=False),
    Field("status", _l("Status"), ("trang-thai", "tinh-trang", "status"), required=False),
    Field("phone", _l("Phone number"), ("so-dt", "sdt", "dien-thoai", "so-dien-thoai", "phone"),
          required=False),
)  # fmt: skip
PAID_WORDS = ("da thanh toan", "da tra", "da thu", "da nop", "paid", "roi", "x", "1")
MOST_USED = Decimal(1_000_000)
MOST_OWED = 10**9
MONTHS_AHEAD, MONTHS_BACK = 2, 36
PARTS = ("before_tax", "tax", "fee")
T = TypeVar("T")


@dataclass(frozen=True)
class Rules:
    """What a biller's rows are held to: the day today, and how many days there are to pay."""

    today: date
    days_to_pay: int
    metered: bool


def read(cells: list[str], columns: dict[str, int], rules: Rules) -> dict[str, Any]:
    """Give what a row says, fit for JSON: decimals and days as text.

    Raises:
        BadValue: with a sentence that names what is wrong.
    """

    def of(name: str, how: Callable[[str], T]) -> T | None:
        text = cell(cells, columns, name)
        return _named(name, how, text) if text else None

    code = _code(cell(cells, columns, "code"))
    period = _period(cell(cells, columns, "period"), rules.today)
    total = _total(cell(cells, columns, "total"))
    before, after = of("before", as_quantity), of("after", as_quantity)
    quantity = _quantity(before, after, of("quantity", as_quantity))
    start, end = month_of(period)
    due = of("due_on", as_date) or end + timedelta(days=rules.days_to_pay)
    return {
        "code": code,
        "period": period,
        "total": total,
        "name": cell(cells, columns, "name"),
        "address": cell(cells, columns, "address"),
        "phone": of("phone", _phone),
        "before": _text(before),
        "after": _text(after),
        "quantity": _text(quantity),
        **_parts({name: of(name, as_amount) for name in PARTS}),
        "from_on": start.isoformat(),
        "to_on": end.isoformat(),
        "due_on": due.isoformat(),
        "paid": fold(cell(cells, columns, "status")) in PAID_WORDS,
    }


def _code(code: str) -> str:
    if not as_key(code) or len(code) > MAX_CODE:
        raise BadValue(_l("There is no customer code, or one that is far too long."))
    if (shown := cards.kind_of(code)) is not None:
        raise BadValue(cards.SENTENCES[shown])
    return code


def _total(text: str) -> int:
    total = _named("total", as_amount, text)
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


def _period(text: str, today: date) -> str:
    period = as_period(text)
    if not -MONTHS_BACK <= months_between(period, today) <= MONTHS_AHEAD:
        raise BadValue(_l("The period lies too far back or ahead."))
    return period


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


def _phone(text: str) -> str:
    bare = text if text.startswith(("0", "+")) else f"0{text}"  # sheets eat the first zero
    try:
        return phones.parse(bare)
    except DomainError as error:
        raise BadValue(error.message) from error


def _named(name: str, how: Callable[[str], T], text: str) -> T:
    """Read a cell; what is wrong is told with the column's name."""
    try:
        return how(text)
    except BadValue as bad:
        label = next(field.label for field in FIELDS if field.name == name)
        raise BadValue(
            _l("%(what)s “%(text)s”: %(why)s", what=label, text=text[:40], why=bad.message)
        ) from bad


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"
