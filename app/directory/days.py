"""On which days a market is held, or a festival: a line, and the next of its days.

"T7, CN" every week; "âm 2, 7, 12" or "dương 5, 15" every month; "ngày Thìn, ngày Tuất" by the
twelve branches; "15/1 âm", "8-10/1 âm" or "2/9 dương" every year. Lunar days are those of Viet Nam
(``core/lunar``).
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from flask_babel import lazy_gettext as _l

from app.core.lunar import BRANCHES, branch, lunar
from app.core.tables.errors import BadValue
from app.core.text import fold
from app.directory.hours import DAYS, weekdays_short

HORIZON = 400
"""Days in which the next one is looked for: a lunar year with a leap month is shorter."""
NAMES = {fold(name): at for at, name in enumerate(BRANCHES) if fold(name) != "ty"} | {"meo": 3}
MARKED = {"tý": 0, "tí": 0, "tỵ": 5, "tị": 5}
"""Two of the twelve that fold alike: their marks alone tell which is meant."""
YEARLY = re.compile(r"(?:(\d{1,2})\s*-\s*)?(\d{1,2})\s*/\s*(\d{1,2})")
FILLERS = re.compile(r"\b(?:am|duong)(?: lich)?\b|\bhang thang\b|\bmung\b|[:.]")
WRONG = _l(
    "These days cannot be read. Write them like this: T7, CN · âm 2, 7, 12 · "
    "ngày Thìn, ngày Tuất · 15/1 âm"
)


@dataclass(frozen=True)
class Days:
    """Days that come again. ``by``: week, month, branch or year; ``month`` only for a year."""

    by: str
    numbers: frozenset[int]
    month: int = 0
    is_lunar: bool = False

    def has(self, day: date) -> bool:
        """Tell whether it is one of them."""
        if self.by == "week":
            return day.weekday() in self.numbers
        if self.by == "branch":
            return branch(day) in self.numbers
        if not self.is_lunar:
            return day.day in self.numbers and self.month in (0, day.month)
        there = lunar(day)
        if self.by == "year":
            return not there.is_leap and there.month == self.month and there.day in self.numbers
        return there.day in self.numbers


@lru_cache(maxsize=2_048)
def read(typed: str) -> tuple[Days, ...]:
    """Read a line; raises ``BadValue`` for what is none."""
    parts = [each.strip() for each in re.split(r"[;\n]", typed.casefold()) if each.strip()]
    if not parts:
        raise BadValue(WRONG)
    return tuple(_part(part) for part in parts)


def coming(rules: tuple[Days, ...], today: date) -> date | None:
    """Give the first of the days from ``today`` on; None where none comes within a year."""
    days = (today + timedelta(days=ahead) for ahead in range(HORIZON))
    return next((day for day in days if any(each.has(day) for each in rules)), None)


def _part(part: str) -> Days:
    plain = weekdays_short(part)
    is_lunar = re.search(r"\bam(?: lich)?\b", plain) is not None
    bare = FILLERS.sub(" ", plain).strip(" ,")
    yearly = YEARLY.fullmatch(bare)
    if yearly is not None:
        return _yearly(yearly, is_lunar)
    if re.fullmatch(r"[\d\s,]+", bare) and (is_lunar or "duong" in plain):
        numbers = frozenset(map(int, re.findall(r"\d+", bare)))
        return _checked(Days("month", numbers, is_lunar=is_lunar), 30 if is_lunar else 31)
    names = [each.strip() for each in bare.split(",") if each.strip()]
    if names and all(each in DAYS for each in names):
        return Days("week", frozenset(DAYS[each] for each in names))
    return Days("branch", frozenset(map(_branch, re.split(r"\s*,\s*", part.strip(" ,")))))


def _yearly(found: re.Match[str], is_lunar: bool) -> Days:
    last = int(found[2])
    first, month = int(found[1] or last), int(found[3])
    if not (1 <= first <= last and 1 <= month <= 12):
        raise BadValue(WRONG)
    numbers = frozenset(range(first, min(last, 31) + 1))
    return _checked(Days("year", numbers, month, is_lunar), 30 if is_lunar else 31)


def _checked(days: Days, most: int) -> Days:
    if not days.numbers or not all(1 <= each <= most for each in days.numbers):
        raise BadValue(WRONG)
    return days


def _branch(named: str) -> int:
    name = named.removeprefix("ngày").strip()
    found = MARKED.get(name, NAMES.get(fold(name)))
    if found is None:
        raise BadValue(WRONG)
    return found
