"""Reads the text message by which an electricity or water company tells of a bill. Pure.

Companies write these in their own ways and change them: what is not found stays empty and is
asked for. Nothing is guessed.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.core.tables.values import BadValue, as_amount, as_date, as_quantity
from app.core.text import fold

NUMBER = r"(\d[\d.,]*\d|\d)"
CODE = re.compile(
    r"\b(p[a-z][a-z0-9]{9,11})\b|ma (?:kh|khach hang|danh bo)\W{0,3}([a-z0-9-]{4,20})"
)
QUANTITY = re.compile(NUMBER + r"\s*(?:kwh|m3|m³)")
TOTAL = re.compile(
    r"(?:tong(?: so)?(?: cong)?(?: tien)?|so tien|tien dien|tien nuoc|thanh toan)[^\d]{0,25}"
    + NUMBER
    + r"\s*(?:d\b|dong|vnd)"
)
MONTH = re.compile(r"(?:thang|ky \d+ thang|t)\s*(\d{1,2})[/-](\d{4})")
SPAN = re.compile(
    r"tu (?:ngay )?(\d{1,2}/\d{1,2}/\d{4}).{0,12}?den (?:ngay )?(\d{1,2}/\d{1,2}/\d{4})"
)
DUE = re.compile(
    r"(?:truoc ngay|han (?:tt|thanh toan|cuoi|nop)?|den han)\D{0,12}(\d{1,2}/\d{1,2}/\d{4})"
)
BEFORE = re.compile(r"(?:chi so|cs) (?:dau|cu)(?: ky)?\D{0,4}" + NUMBER)
AFTER = re.compile(r"(?:chi so|cs) (?:cuoi|moi)(?: ky)?\D{0,4}" + NUMBER)
LONGEST = 1_000


@dataclass(frozen=True)
class Told:
    """What a message says; None for what it does not."""

    code: str | None = None
    period: str | None = None
    from_on: date | None = None
    to_on: date | None = None
    quantity: Decimal | None = None
    before: Decimal | None = None
    after: Decimal | None = None
    total: int | None = None
    due_on: date | None = None


def read(message: str) -> Told:
    """Give what ``message`` says of a bill."""
    text = fold(message[:LONGEST])
    code, span, month = CODE.search(text), SPAN.search(text), MONTH.search(text)
    return Told(
        code=next(each for each in code.groups() if each).upper() if code else None,
        period=_period(month),
        from_on=_date(span[1]) if span else None,
        to_on=_date(span[2]) if span else None,
        quantity=_quantity(QUANTITY.search(text)),
        before=_quantity(BEFORE.search(text)),
        after=_quantity(AFTER.search(text)),
        total=_amount(TOTAL.search(text)),
        due_on=_date(due[1]) if (due := DUE.search(text)) else None,
    )


def _period(found: re.Match[str] | None) -> str | None:
    if found is None or not 1 <= int(found[1]) <= 12:
        return None
    return f"{found[2]}-{int(found[1]):02d}"


def _quantity(found: re.Match[str] | None) -> Decimal | None:
    """Read a quantity; "1.234" in such a message is a grouped number."""
    if found is None:
        return None
    text = found[1]
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        text = re.sub(r"\D", "", text)
    try:
        return as_quantity(text)
    except BadValue:
        return None


def _amount(found: re.Match[str] | None) -> int | None:
    try:
        return as_amount(found[1]) if found else None
    except BadValue:
        return None


def _date(text: str) -> date | None:
    try:
        return as_date(text)
    except BadValue:
        return None
