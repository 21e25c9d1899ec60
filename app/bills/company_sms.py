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
    r"\b(?=p[a-z]*\d)(p[a-z][a-z0-9]{9,11})\b"
    r"|\b(?:ma (?:so )?(?:kh|khang|khach hang|danh bo|ho)|m?kh|makh|khach hang|so danh bo)"
    r"[ :.-]{1,3}(?:la )?([a-z]{0,4}-?\d[a-z0-9/-]{2,18})"
)
QUANTITY = re.compile(
    NUMBER + r"\s*(?:kwh|m3|m³|khoi)\b"
    r"|(?:san luong|tieu thu|dien nang|luong nuoc|da dung|su dung)\D{0,12}" + NUMBER
    + r"(?![\d.,]*\s*(?:d|dong|vnd|/))"
)  # fmt: skip
MONEY = re.compile(
    r"(?<![\d.,/])(\d{1,3}(?: \d{3})+|\d[\d.,]*\d)(?![\d/])\s*"
    r"(d\b|dong\b|vnd\b)?(?!\s*(?:kwh|m3|khoi|%))"
)
LABELS = (
    # the words before an amount, the last of them nearest to it, and how surely it is the total
    (re.compile(r"(?:no (?:cu|ky truoc|ton)|thue|vat|phi|gia|giam|con no)\b[^.;,)]{0,12}$"), -1),
    (re.compile(r"tong(?: so| cong)?(?: tien)?\b[^.;\n]{0,45}$"), 4),
    (re.compile(r"so tien\b[^.;\n]{0,40}$"), 3),
    (re.compile(r"(?:phai (?:tra|nop|thanh toan)|can thanh toan)\b[^.;\n]{0,25}$"), 3),
    (re.compile(r"tien (?:dien|nuoc|sd dien)\b[^;\n]{0,45}$"), 2),
    (re.compile(r"thanh toan\b[^.;\n]{0,25}$"), 2),
    (re.compile(r"\b(?:thang|ky|t) ?\d{1,2}(?:[/-]\d{2,4})?\s*(?::|la|=)?\s*$"), 2),
)
SURE_WITHOUT_UNIT = 3
LEAST = 1_000
"""Đồng: what is less is no bill but a number of something else."""
MONTH = re.compile(
    r"\b(?:thang|ky(?: \d+ thang)?|t) ?(\d{1,2})\s*(?:/|-|nam)\s*(20\d{2})\b"
    r"|(?<![\d/])(\d{1,2})/(20\d{2})\b"
    r"|\b(?:thang|t) ?(\d{1,2})/(\d{2})\b(?!/)"
)
BARE_MONTH = re.compile(r"\b(?:thang ?|t)(\d{1,2})\b(?![/-]\d)")
DAY = r"(\d{1,2}/\d{1,2}(?:/\d{4})?)"
SPAN = re.compile(r"(?:tu |ky )?(?:ngay )?" + DAY + r"\s*(?:den|-|toi)\s*(?:ngay )?"
                  r"(\d{1,2}/\d{1,2}/\d{4})")  # fmt: skip
DUE = re.compile(
    r"(?:truoc(?: ngay)?|han (?:tt|thanh toan|cuoi|nop)?|den han|cham nhat|muon nhat|den het)"
    r"\D{0,12}(\d{1,2}/\d{1,2}/\d{4})"
)
BEFORE = re.compile(r"(?:(?:chi so|cs|so) ?(?:dau|cu)(?: ky)?|\bcs[cd])\D{0,4}" + NUMBER)
AFTER = re.compile(r"(?:(?:chi so|cs|so) ?(?:cuoi|moi)(?: ky)?|\bcsm)\D{0,4}" + NUMBER)
LONGEST = 1_000


@dataclass(frozen=True)
class Told:
    """What a message says; None for what it does not."""

    code: str | None = None
    period: str | None = None
    month: int | None = None
    """The month where no year is said."""
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
    code, span, quantity = CODE.search(text), SPAN.search(text), QUANTITY.search(text)
    bare = None if _period(text) else BARE_MONTH.search(text)
    return Told(
        code=next(each for each in code.groups() if each).upper() if code else None,
        period=_period(text),
        month=int(bare[1]) if bare and 1 <= int(bare[1]) <= 12 else None,
        from_on=_first_day(span[1], span[2]) if span else None,
        to_on=_date(span[2]) if span else None,
        quantity=_quantity(next(each for each in quantity.groups() if each)) if quantity else None,
        before=_quantity(found[1]) if (found := BEFORE.search(text)) else None,
        after=_quantity(found[1]) if (found := AFTER.search(text)) else None,
        total=_total(text),
        due_on=_date(due[1]) if (due := DUE.search(text)) else None,
    )


def _period(text: str) -> str | None:
    found = MONTH.search(text)
    if found is None:
        return None
    month, year = (int(each) for each in found.groups() if each)
    if not 1 <= month <= 12:
        return None
    return f"{year if year > 99 else 2000 + year}-{month:02d}"


def _first_day(text: str, last: str) -> date | None:
    """Read the first day; without a year it is the last day's, or the year before."""
    until = _date(last)
    if text.count("/") == 2 or until is None:
        return _date(text)
    found = _date(f"{text}/{until.year}")
    return _date(f"{text}/{until.year - 1}") if found and found > until else found


def _total(text: str) -> int | None:
    """Give the amount that the words before it most surely name as the total.

    Two amounts of one sureness that differ are not guessed between. Without any such words the
    only amount in the message is it.
    """
    found: dict[tuple[bool, int], set[int]] = {}
    for each in MONEY.finditer(text):
        before = text[: each.start()]
        amount, sure = _amount(each[1], before), _sureness(before)
        if amount is not None and amount >= LEAST and (each[2] or sure >= SURE_WITHOUT_UNIT):
            found.setdefault((bool(each[2]), sure), set()).add(amount)
    best = max(found, default=(False, -1))
    return found[best].pop() if best[1] >= 0 and len(found[best]) == 1 else None


def _sureness(before: str) -> int:
    return next((sure for label, sure in LABELS if label.search(before)), 0)


def _amount(text: str, before: str) -> int | None:
    """Read an amount; a month that stands before it with a space is no part of it."""
    _first, space, rest = text.partition(" ")
    if space and re.search(r"\b(?:thang|ky|t) ?$", before):
        text = rest
    try:
        return as_amount(text)
    except BadValue:
        return None


def _quantity(text: str) -> Decimal | None:
    """Read a quantity; "1.234" in such a message is a grouped number."""
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", text):
        text = re.sub(r"\D", "", text)
    try:
        return as_quantity(text)
    except BadValue:
        return None


def _date(text: str) -> date | None:
    try:
        return as_date(text)
    except BadValue:
        return None
