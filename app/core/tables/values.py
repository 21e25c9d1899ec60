"""What people and banks write into cells: days as text, amounts with dots or commas, codes.

Pure. A value that can be read in two ways is refused rather than guessed at.
"""

import re
from datetime import date, time
from decimal import Decimal

from flask_babel import lazy_gettext as _l

from app.core.tables.errors import BadValue as BadValue
from app.core.text import decimal, fold, has_two_readings, moment, whole

MAX_AMOUNT = 10**12
MOST_DIGITS = 18
MOST_PLAIN = 9
"""Digits alone, so many at most, have one reading and are within every limit."""
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)
EMPTY = re.compile(r"[\s\u00a0\u202f]*[-–—−]*[\s\u00a0\u202f]*")
CLOCK = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?(?:AM|PM|SA|CH))?"
TIME_FIRST = re.compile(rf"{CLOCK}[\s,]+(?:ngày\s+)?", re.IGNORECASE)
DAY = re.compile(
    r"(?:(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})"
    r"|(?P<y2>\d{4})(?P<s2>[/-])(?P<m2>\d{1,2})(?P=s2)(?P<d2>\d{1,2})"
    r"|(?P<n>\d{8}))(?=[\sT,;|]|$)"
)
"""A day at the beginning of a cell; what may stand behind it is a time or a document's number."""
NUMBER = re.compile(r"(?<!\w)\d")
GROUPS = re.compile(r"\d{1,3}([.,  ])\d{3}(\1\d{3})*")
SIGNED = re.compile(r"([+−-]?)\s*([^+−-]*?)\s*(-?)")
CURRENCY = re.compile(r"^(?:vnd|₫)|(?:vnd|dong|d\.?|₫)$")
MONTH = re.compile(
    r"(?<!\d)(?:\d{1,2}(?P<s>[/.-])(?=\d{1,2}(?P=s)\d{4}))?"
    r"(?:(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})|(?P<y2>\d{4})[/.-](?P<m2>\d{1,2}))(?:[/.-]\d{1,2})?"
    r"(?!\d)"
)
MIDNIGHT = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")
NO_KEY = re.compile(r"[^0-9A-Z]")
TURN = re.compile(r"\b(?:k[yi]|dot|lan|so)\s*\d{1,2}\b")
NO_MONTH = re.compile(
    r"\b(?:qu[yi]|q\d?|hoc k[yi]|k[yi] hoc|hk\d?|nam hoc|\d+ thang|quarter|q[iv]+|"
    r"(?:tri|se)?mester|term)\b|\b(?:dot|lan)\s*\d{1,2}\s*/"
)
"""Quarters, terms, school years, several months, turns ("Đợt 1/2026"), in either spelling."""


def is_empty(text: str) -> bool:
    """Tell whether a cell says nothing: blank, or a dash as accountants write for none."""
    return not text or (not text[0].isalnum() and EMPTY.fullmatch(text) is not None)


def as_date(text: str) -> date:
    """Read a day: 19/11/2026, 2026-11-19, 20261119; a time may stand before or behind it.

    What follows on after a space, comma or line end (a time, a document's number) is left out.

    Raises:
        BadValue: no day, two of them, one before 2000 or after 2099, or six or seven digits
            alone, which are read in two ways.
    """
    bare = _plain_spaces(text)
    rest = TIME_FIRST.sub("", bare, count=1) if TIME_FIRST.match(bare) else bare
    found = DAY.match(rest)
    day = _day_of(found) if found else None
    if found is None or day is None or not EARLIEST <= day < LATEST:
        raise _no_date(bare)
    if _another_day(rest[found.end() :], day):
        raise BadValue(_l("There are two days in one cell. Which one is meant?"))
    return day


def as_time(text: str) -> time:
    """Read a time of day, 07:30; raises ``BadValue`` for all else."""
    at = moment(f"{EARLIEST}T{text}")
    if at is None:
        raise BadValue(_l("Write the time as 07:30."))
    return at.time()


def as_amount(text: str) -> int:
    """Read whole đồng: 1.234.567, 1,234,567, 1234567.00, +50 000 VND, 1.234.567 đồng.

    A minus sign or brackets give a negative number. Raises ``BadValue`` for no number, a fraction
    of a đồng, or more than a thousand billion.
    """
    if (plain := whole(text, MOST_PLAIN)) is not None:
        return plain  # as nearly all amounts of a long sheet stand there
    bare = fold(text).removeprefix("'")
    inner = re.fullmatch(r"\(([^()+-]*)\)", bare)
    found = SIGNED.fullmatch(_without_currency(inner[1] if inner else bare))
    sign = -1 if inner or (found and (found[1] in ("-", "−") or found[3])) else 1
    amount = _whole(_without_currency(found[2])) if found else None
    if amount is None or amount >= MAX_AMOUNT:
        raise BadValue(_l("This is no amount in whole đồng. Write it as 1.234.567."))
    return sign * amount


def as_quantity(text: str) -> Decimal:
    """Read a reading or a quantity as people write it at a meter: 1234, 12,5, 12.5, 1.234,5.

    Raises ``BadValue`` for what has two readings, and for no number or a negative one.
    """
    if whole(text, MOST_PLAIN) is not None:
        return Decimal(text)
    bare = re.sub(r"\s", "", text)
    if has_two_readings(bare):
        raise BadValue(_l("Is this a thousand or a fraction? Write 1234 or 1,5."))
    found = decimal(bare, MOST_DIGITS)
    if found is None:
        raise BadValue(_l("This is no number. Write it as 1234."))
    if found < 0 or found >= 10**9:
        raise BadValue(_l("This is no number that a meter shows."))
    return found


def as_period(text: str) -> str:
    """Read a month: 11/2026, 2026-11, "Tháng 11/2026", 2026-11-01; gives ``2026-11``.

    Raises:
        BadValue: no month; a quarter or a school term, which are none; two months.
    """
    folded = re.sub(r"\s+nam\s+", "/", fold(text))
    if names_no_month(folded):
        raise BadValue(
            _l("This is a quarter or a school term. Write the month to be billed, as 11/2026.")
        )
    found = [_month_of(each) for each in MONTH.finditer(folded)]
    left = TURN.sub("", MIDNIGHT.sub("", MONTH.sub("", folded)))
    if len(found) == 1 and found[0] and not re.search(r"\d", left):
        return found[0]
    raise BadValue(_l("This is no month. Write it as 11/2026."))


def names_no_month(text: str) -> bool:
    """Tell whether a cell or a head speaks of a quarter, a school term or several months."""
    return NO_MONTH.search(fold(text)) is not None


def as_key(code: str) -> str:
    """Give a code as it is compared: letters and digits only, upper case, O read as 0."""
    plain = code.isascii() and code.isalnum()
    bare = code.upper() if plain else NO_KEY.sub("", fold(code).upper())
    return bare.replace("O", "0")


def _plain_spaces(text: str) -> str:
    """Give `text` stripped, no-break spaces as spaces; line ends stay."""
    return re.sub(r"[^\S\n]", " ", text).strip()


def _no_date(bare: str) -> BadValue:
    if re.fullmatch(r"\d{6,7}", bare):
        return BadValue(_l("These digits can be read as two days. Write the day as 25/11/2026."))
    return BadValue(_l("This is no date. Write it as 25/11/2026."))


def _day_of(found: re.Match[str]) -> date | None:
    if found["n"]:
        return _of_digits(found["n"])
    year = found["y"] or found["y2"]
    month, day = found["m"] or found["m2"], found["d"] or found["d2"]
    return _date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))


def _of_digits(digits: str) -> date | None:
    """Read 20261119 or 19112026: of eight digits never both are days of this century."""
    first = _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    if first and EARLIEST <= first < LATEST:
        return first
    return _date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _another_day(rest: str, day: date) -> bool:
    """Tell whether another day stands in the same line behind the first."""
    line = rest.split("\n", 1)[0]
    found = (DAY.match(line[at.start() :]) for at in NUMBER.finditer(line))
    return any(each is not None and _day_of(each) not in (None, day) for each in found)


def _without_currency(bare: str) -> str:
    return CURRENCY.sub("", bare).strip()


def _whole(bare: str) -> int | None:
    # What stands behind the last separator is a fraction when it is two zeros ("1,234.00").
    fraction = re.fullmatch(r"(.*\d)[.,]0{1,2}", bare)
    if fraction:
        bare = fraction[1]
    if GROUPS.fullmatch(bare):
        bare = re.sub(r"\D", "", bare)
    return whole(bare, MOST_DIGITS)


def _month_of(found: re.Match[str]) -> str | None:
    year, month = int(found["y"] or found["y2"]), int(found["m"] or found["m2"])
    return f"{year}-{month:02d}" if 1 <= month <= 12 and 2000 <= year < 2100 else None
