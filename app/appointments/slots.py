"""Which times an office offers on a day: its week, and the days that are otherwise. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from app.core import clock
from app.core.working_time import Calendar, national_days


class Opening(Protocol):
    """A span of a day in which people are received, cut into slots of ``minutes``."""

    @property
    def begins(self) -> time: ...
    @property
    def ends(self) -> time: ...
    @property
    def minutes(self) -> int: ...
    @property
    def seats(self) -> int: ...
    @property
    def is_online(self) -> bool: ...


@dataclass(frozen=True, order=True)
class Slot:
    """A time that can be booked by as many people as it has seats; local day, moments in UTC."""

    starts_at: datetime
    is_online: bool
    minutes: int
    seats: int

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def asked(self) -> str:
        """Give what an address and a form call it: the local time, 2026-12-01T08:15."""
        return asked(self.starts_at)

    @property
    def key(self) -> tuple[datetime, bool]:
        return self.starts_at, self.is_online


def asked(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%dT%H:%M}"


Closed = tuple[time | None, time | None]
"""A span in which nobody is received; the whole day where neither end is named."""


def of_day(day: date, openings: Iterable[Opening], closed: Sequence[Closed]) -> list[Slot]:
    """Give the slots of a day in order; openings that meet add their seats up."""
    found: dict[tuple[datetime, bool], Slot] = {}
    for each in openings:
        for slot in _cut(day, each):
            if any(_overlaps(slot, day, span) for span in closed):
                continue
            known = found.get(slot.key)
            if known is not None:
                minutes = max(slot.minutes, known.minutes)
                slot = Slot(*slot.key, minutes, slot.seats + known.seats)
            found[slot.key] = slot
    return sorted(found.values())


def weekday_of(day: date, calendar: Calendar) -> int | None:
    """Give which day of an office's week holds on ``day``; None on a day off.

    A weekend on which the state's offices make up for a day off is received on as on a Monday. On
    other weekends an office's own hours hold, unless that day is a holiday or was declared off.
    """
    if day.weekday() in calendar.hours.weekdays:
        return day.weekday() if calendar.works_on(day) else None
    if calendar.works_on(day):
        return 0
    off = not calendar.overrides.get(day, True) or not national_days(day.year).get(day, True)
    return None if off else day.weekday()


def number(slots: Sequence[Slot], slot: Slot, seat: int, taken: set[int]) -> int:
    """Give the number of a seat: who comes earlier has the lower one.

    One that somebody has already (the week was changed after they booked) is passed over.
    """
    wanted = sum(each.seats for each in slots if each < slot) + seat
    while wanted in taken:
        wanted += 1
    return wanted


def free_seat(slot: Slot, taken: set[int]) -> int | None:
    """Give the first seat of a slot that nobody has; None where it is full."""
    return next((each for each in range(1, slot.seats + 1) if each not in taken), None)


def _cut(day: date, opening: Opening) -> Iterable[Slot]:
    at, ends = clock.at(day, opening.begins), clock.at(day, opening.ends)
    length = timedelta(minutes=opening.minutes)
    while at + length <= ends:
        utc = at.astimezone(UTC)
        yield Slot(utc, opening.is_online, opening.minutes, opening.seats)
        at += length


def _overlaps(slot: Slot, day: date, span: Closed) -> bool:
    begins, ends = span
    if begins is None or ends is None:
        return True
    return slot.starts_at < clock.at(day, ends) and slot.ends_at > clock.at(day, begins)
