"""What is promised by a moment: time on a promise's own clock, and how much of it is used.

The clock is working hours, or day and night. Rooms keep their promises in tables of their own;
what any of them has to have is written in ``Running``.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from app.core.working_time import Calendar, Clock

WORKING: Clock = "working"
CONTINUOUS: Clock = "continuous"
NONE = timedelta(0)
SOON_PERCENT = 75
"""From here on a deadline is shown as near."""


class Running(Protocol):
    """A promise that runs: since when, until when, and how long it stood still."""

    @property
    def clock(self) -> str: ...

    @property
    def started_at(self) -> datetime: ...

    @property
    def answer_by(self) -> datetime: ...

    @property
    def paused_seconds(self) -> int:
        """Give for how long it stood still, on its own clock."""


def advance(calendar: Calendar, clock: str, start: datetime, amount: timedelta) -> datetime:
    """Give the moment ``amount`` after ``start`` (aware) on ``clock``, in UTC."""
    return calendar.add(start, amount) if clock == WORKING else start + amount


def elapsed(calendar: Calendar, clock: str, begin: datetime, end: datetime) -> timedelta:
    """Give what passed between two aware moments on ``clock``; never less than nothing."""
    if clock == WORKING:
        return calendar.between(begin, end)
    return max(end - begin, NONE)


def allowed(calendar: Calendar, promise: Running) -> timedelta:
    """Give how much time the promise allows: from its start to its end, less its pauses."""
    whole = elapsed(calendar, promise.clock, promise.started_at, promise.answer_by)
    return max(whole - timedelta(seconds=promise.paused_seconds), NONE)


def moment_of(calendar: Calendar, promise: Running, percent: int) -> datetime:
    """Give when ``percent`` of the promise's time is used; above 100 counted from its end."""
    whole = allowed(calendar, promise)
    if percent >= 100:
        return advance(calendar, promise.clock, promise.answer_by, whole * (percent - 100) / 100)
    used = whole * percent / 100 + timedelta(seconds=promise.paused_seconds)
    return advance(calendar, promise.clock, promise.started_at, used)


@dataclass(frozen=True)
class Deadline:
    """The moment that is due next, and how much of the time until then is used (0 to 100)."""

    due: datetime
    percent: int

    @classmethod
    def between(cls, started: datetime, due: datetime, now: datetime) -> "Deadline":
        """Give the deadline ``due`` as it stands at ``now``; a clock set back uses no time."""
        if now >= due:
            return cls(due, 100)
        whole = (due - started).total_seconds()
        used = (now - started).total_seconds()
        return cls(due, max(0, min(99, int(100 * used / whole))) if whole > 0 else 99)

    @property
    def tone(self) -> str:
        """Give the chip's tone: ok, soon or late."""
        if self.percent >= 100:
            return "late"
        return "soon" if self.percent >= SOON_PERCENT else "ok"

    @property
    def meter_tone(self) -> str:
        """Give the meter's tone; a calm one has none."""
        return "" if self.tone == "ok" else self.tone
