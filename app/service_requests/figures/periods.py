"""The days that figures are asked for: a week, a month, a quarter, a year, or any."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.formats import day
from app.service_requests.figures.models import BEGINNING, DAY, EVER, MONTH, WEEKLY

DAYS, WEEK, WHOLE_MONTH, QUARTER, YEAR = "ngay", "tuan", "thang", "quy", "nam"
ALL = ""
KINDS: dict[str, Any] = {
    WEEK: _l("Week"),
    WHOLE_MONTH: _l("Month"),
    QUARTER: _l("Quarter"),
    YEAR: _l("Year"),
    DAYS: _l("Any days"),
}
MONTHS = {WHOLE_MONTH: 1, QUARTER: 3, YEAR: 12}
FIRST_YEAR, LAST_YEAR = 2025, 2098
"""There were no reports before."""
ONE, SIX = timedelta(days=1), timedelta(days=6)
STEPS = {DAY: ONE, WEEKLY: timedelta(days=7)}
Segment = tuple[str, date, date]
"""Counters of one span (`DAY`, `WEEKLY`, `MONTH`) whose day lies between the two, both included."""


@dataclass(frozen=True)
class Period:
    """Days of Viet Nam's calendar, ``first`` and ``last`` included."""

    kind: str
    first: date
    last: date

    @classmethod
    def around(cls, kind: str, within: date) -> "Period":
        """Give the week, month, quarter or year in which a day lies."""
        if kind == WEEK:
            monday = clock.monday_of(within)
            return cls(kind, monday, monday + SIX)
        months = MONTHS[kind]
        first = date(within.year, (within.month - 1) // months * months + 1, 1)
        return cls(kind, first, _later(first, months) - ONE)

    @property
    def before(self) -> "Period":
        """Give the period before; of any days, as many that end the day before."""
        if self.kind == DAYS:
            return Period(DAYS, self.first - (self.last - self.first) - ONE, self.first - ONE)
        return Period.around(self.kind, self.first - ONE)

    @property
    def after(self) -> "Period":
        if self.kind == DAYS:
            return Period(DAYS, self.last + ONE, self.last + (self.last - self.first) + ONE)
        return Period.around(self.kind, self.last + ONE)

    @property
    def label(self) -> str:
        first = self.first
        if self.kind == YEAR:
            return _("Year %(year)s", year=first.year)
        if self.kind == QUARTER:
            return _("Quarter %(number)s of %(year)s", number=first.month // 3 + 1, year=first.year)
        if self.kind == WHOLE_MONTH:
            return _("Month %(month)s of %(year)s", month=first.month, year=first.year)
        return _("From %(start)s to %(end)s", start=day(first), end=day(self.last))

    @property
    def given(self) -> dict[str, str]:
        """Give what an address says of it."""
        if self.kind == DAYS:
            return {"ky": DAYS, "tu": self.first.isoformat(), "den": self.last.isoformat()}
        return {"ky": self.kind, "ngay": self.first.isoformat()}

    def segments(self) -> Iterator[Segment]:
        """Give the counters that add up to it: weeks; or days, whole months, days after them."""
        if self.kind == ALL:
            yield EVER, self.first, self.last
            return
        if self.kind == WEEK:
            yield WEEKLY, self.first, self.last - SIX
            return
        first = self.first if self.first.day == 1 else _later(self.first.replace(day=1), 1)
        end = (self.last + ONE).replace(day=1)
        if first >= end:
            yield DAY, self.first, self.last
            return
        if self.first < first:
            yield DAY, self.first, first - ONE
        yield MONTH, first, end - ONE
        if end <= self.last:
            yield DAY, end, self.last


ALWAYS = Period(ALL, BEGINNING, BEGINNING)
"""All time, past and to come."""


def days_of(segment: Segment) -> list[date]:
    """Give the days on which a segment's counters begin."""
    span, first, last = segment
    if span in STEPS:
        step = STEPS[span]
        return [first + step * number for number in range((last - first) // step + 1)]
    if span == MONTH:
        months = (last.year - first.year) * 12 + last.month - first.month
        return [_later(first, number) for number in range(months + 1)]
    return [first]


def weeks_until(last: date, number: int) -> list[Period]:
    """Give so many weeks, the last of them that in which ``last`` lies."""
    return [Period.around(WEEK, last - timedelta(weeks=each)) for each in reversed(range(number))]


def _later(first: date, months: int) -> date:
    """Give the first of a month that comes so many months later."""
    years, month = divmod(first.month - 1 + months, 12)
    return date(first.year + years, month + 1, 1)


def sensible(asked: date | None) -> date | None:
    """Give a day in whose year there can be figures; None for another."""
    return asked if asked and FIRST_YEAR <= asked.year <= LAST_YEAR else None
