"""Working time: a calendar that takes its data and knows nothing of databases or requests.

Every moment in and out is aware; results are in UTC. Time that passed "backwards" (a clock
set back) counts as none, so an age or a deadline is never negative.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

import holidays

from app.core.clock import VIETNAM

Clock = Literal["working", "continuous"]
Span = tuple[datetime, datetime]
NONE = timedelta(0)
HORIZON_DAYS = 3660
"""How far a deadline is looked for before the calendar is called empty: ten years."""


@dataclass(frozen=True)
class Hours:
    """The office's week: the spans of a working day, and which weekdays work (Monday is 0)."""

    spans: tuple[tuple[time, time], ...] = (
        (time(7, 30), time(11, 30)),
        (time(13, 30), time(17, 0)),
    )
    weekdays: frozenset[int] = frozenset(range(5))

    def __post_init__(self) -> None:
        """Raise ``ValueError`` unless the spans are in order and do not overlap."""
        edges = [edge for span in self.spans for edge in span]
        if any(a >= b for a, b in self.spans) or edges != sorted(edges):
            raise ValueError("working hours must be spans in order, without overlap")


@lru_cache(maxsize=64)
def national_days(year: int) -> Mapping[date, bool]:
    """Give Vietnam's days of ``year`` that differ from their weekday: True works, False is off.

    The library knows the lunar holidays, the swapped days and the make-up Saturdays announced
    when it was released; later announcements are the operator's overrides.
    """
    # A day off may be made up in the year before or after, so the neighbours are asked too.
    country = holidays.country_holidays("VN", years=range(year - 1, year + 2))
    off = {day: False for day in country if day.year == year}
    return off | {day: True for day in country.weekend_workdays or () if day.year == year}


class Calendar:
    """When an office works: weekly hours, national days, and the operator's own overrides."""

    def __init__(
        self,
        overrides: Mapping[date, bool] | None = None,
        hours: Hours | None = None,
        *,
        zone: ZoneInfo = VIETNAM,
        national: Callable[[int], Mapping[date, bool]] = national_days,
    ) -> None:
        """Take ``overrides`` as {date: True where it works}; they beat everything else."""
        self.overrides = dict(overrides or {})
        self.hours = hours or Hours()
        self.zone = zone
        self._national = national

    @property
    def day_length(self) -> timedelta:
        return sum((self._length(a, b) for a, b in self.hours.spans), NONE)

    def works_on(self, day: date) -> bool:
        """Tell whether ``day`` (a date in the office's zone) is a working day."""
        if day in self.overrides:
            return self.overrides[day]
        usual = day.weekday() in self.hours.weekdays
        return self._national(day.year).get(day, usual)

    def is_working(self, moment: datetime) -> bool:
        """Tell whether the office works at ``moment``; closing time itself is outside."""
        local = self._local(moment)
        return self.works_on(local.date()) and any(
            start <= local.time() < end for start, end in self.hours.spans
        )

    def add(self, start: datetime, amount: timedelta | int) -> datetime:
        """Give the first moment by which ``amount`` of working time has passed since ``start``.

        ``amount`` is a timedelta or whole minutes. None of it gives ``start`` itself.

        Raises:
            ValueError: for a negative amount, or when ten years do not hold so much work.
        """
        left = amount if isinstance(amount, timedelta) else timedelta(minutes=amount)
        if left < NONE:
            raise ValueError("working time cannot be added backwards")
        if left == NONE:
            return self._local(start).astimezone(UTC)
        for opens, closes in self._spans(start):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise ValueError("the calendar has too little working time")

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Give the working time from ``begin`` to ``end``; none when ``end`` is not later."""
        until = end.astimezone(UTC)
        total = NONE
        for opens, closes in self._spans(begin, last=self._local(end).date()):
            total += max(min(closes, until) - opens, NONE)
        return total

    def opens(self, moment: datetime) -> datetime:
        """Give ``moment`` while the office works, else when it next opens.

        Raises:
            ValueError: when it does not open within ten years.
        """
        for opens, _ in self._spans(moment):
            return opens
        raise ValueError("the calendar has no working time")

    def deadline(self, start: datetime, hours: float, clock: Clock = "working") -> datetime:
        """Give the moment ``hours`` after ``start`` on the ``working`` or ``continuous`` clock.

        Raises:
            ValueError: for another clock or a negative number of hours.
        """
        if clock not in ("working", "continuous") or hours < 0:
            raise ValueError(f"no deadline of {hours} hours on the clock {clock!r}")
        amount = timedelta(hours=hours)
        if clock == "working":
            return self.add(start, amount)
        return self._local(start).astimezone(UTC) + amount

    def _spans(self, begin: datetime, last: date | None = None) -> Iterator[Span]:
        """Give the working spans from ``begin`` on, the first one cut, in UTC."""
        since = begin.astimezone(UTC)
        for day in self._days(self._local(begin).date(), last):
            if not self.works_on(day):
                continue
            for opening, closing in self.hours.spans:
                opens, closes = self._at(day, opening), self._at(day, closing)
                if closes > since:
                    yield max(opens, since), closes

    @staticmethod
    def _days(first: date, last: date | None = None) -> Iterator[date]:
        length = HORIZON_DAYS if last is None else (last - first).days + 1
        return (first + timedelta(days=offset) for offset in range(length))

    def _local(self, moment: datetime) -> datetime:
        if moment.tzinfo is None:
            raise ValueError("a naive datetime has no place in a calendar")
        return moment.astimezone(self.zone)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    @staticmethod
    def _length(start: time, end: time) -> timedelta:
        return datetime.combine(date.min, end) - datetime.combine(date.min, start)
