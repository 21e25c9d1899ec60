"""What people and banks write into cells: dates as text, amounts with dots or commas, codes.

Pure. A value that can be read in two ways is refused rather than guessed at.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.text import decimal, fold, whole

MAX_AMOUNT = 10**12
MOST_DIGITS = 18
DATES = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d/%m/%y", "%Y%m%d")
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
GROUPS = re.compile(r"\d{1,3}([.,  ])\d{3}(\1\d{3})*")
PERIOD = re.compile(r"(?:(\d{1,2})[/.-](\d{4})|(\d{4})[/.-](\d{1,2}))(?:[/.-]\d{1,2})?")


class BadValue(ValueError):
    """A cell that cannot be read; ``message`` is a translatable sentence."""

    def __init__(self, message: Any) -> None:
        super().__init__(str(message))
        self.message = message


def as_date(text: str) -> date:
    """Read a day: 19/11/2026, 19-11-2026, 2026-11-19, with or without a time behind it.

    Raises:
        BadValue: no day, or one before 2000 or after 2099.
    """
    first = text.strip().replace("T", " ").split(" ")[0]
    for pattern in DATES:
        try:
            found = datetime.strptime(first, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        if EARLIEST <= found < LATEST:
            return found
    raise BadValue(_l("This is no date. Write it as 25/11/2026."))


def as_amount(text: str) -> int:
    """Read whole đồng: 1.234.567, 1,234,567, 1234567.00, +50 000 VND.

    A minus sign gives a negative number. Raises ``BadValue`` for no number, a fraction of a
    đồng, or more than a thousand billion.
    """
    bare = fold(text).removesuffix("vnd").removesuffix("d").removesuffix("₫").strip()
    sign = -1 if bare.startswith("-") or bare.endswith("-") else 1
    bare = bare.strip("+- ")
    amount = _whole(bare)
    if amount is None or amount >= MAX_AMOUNT:
        raise BadValue(_l("This is no amount in whole đồng. Write it as 1.234.567."))
    return sign * amount


def as_quantity(text: str) -> Decimal:
    """Read a reading or a quantity: 1234, 12,5, 12.5, 1.234 as people write at a meter.

    One separator with exactly three digits behind it could mean either: it is refused.
    Raises ``BadValue`` for that, and for no number or a negative one.
    """
    bare = text.strip().replace(" ", "")
    if re.fullmatch(r"\d+[.,]\d{3}", bare):
        raise BadValue(_l("Is this a thousand or a fraction? Write 1234 or 1,5."))
    if GROUPS.fullmatch(bare):
        bare = re.sub(r"[.,]", "", bare)
    found = decimal(bare, MOST_DIGITS)
    if found is None:
        raise BadValue(_l("This is no number. Write it as 1234."))
    if found < 0 or found >= 10**9:
        raise BadValue(_l("This is no number that a meter shows."))
    return found


def as_period(text: str) -> str:
    """Read a month: 11/2026, 2026-11, "Tháng 11/2026", 2026-11-01; gives ``2026-11``.

    Raises:
        BadValue: no month.
    """
    found = PERIOD.search(text)
    if found:
        year, month = int(found[2] or found[3]), int(found[1] or found[4])
        if 1 <= month <= 12 and 2000 <= year < 2100:
            return f"{year}-{month:02d}"
    raise BadValue(_l("This is no month. Write it as 11/2026."))


def as_key(code: str) -> str:
    """Give a code as it is compared: letters and digits only, upper case, O read as 0."""
    bare = re.sub(r"[^0-9A-Z]", "", fold(code).upper())
    return bare.replace("O", "0")


def _whole(bare: str) -> int | None:
    # What stands behind the last separator is a fraction when it is two zeros ("1,234.00").
    fraction = re.fullmatch(r"(.*\d)[.,]0{1,2}", bare)
    if fraction:
        bare = fraction[1]
    if GROUPS.fullmatch(bare):
        bare = re.sub(r"\D", "", bare)
    return whole(bare, MOST_DIGITS)
