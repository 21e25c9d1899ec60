"""The one place that asks what time it is, so that tests and replays can set it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
MIDNIGHT = time()
SKEW = timedelta(minutes=1)
"""How far the clocks of two machines may lie apart."""


def now() -> datetime:
    """Give the present moment, aware and in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """Give ``moment`` (aware) on the clock of Viet Nam, for showing to people."""
    return moment.astimezone(VIETNAM)


def at(day: date, hour: time = MIDNIGHT) -> datetime:
    """Give that hour of a day in Viet Nam, aware; the day's beginning where none is named."""
    return datetime.combine(day, hour, VIETNAM)


def monday_of(day: date) -> date:
    """Give the Monday of the week that ``day`` lies in."""
    return day - timedelta(days=day.weekday())


def has_begun(moment: datetime, now: datetime) -> bool:
    """Tell whether ``moment`` is not ahead of ``now``: else a clock that ran fast wrote it."""
    return moment <= now + SKEW


def lasts(since: datetime, length: timedelta, now: datetime) -> bool:
    """Tell whether what began at ``since`` and lasts ``length`` holds now.

    It does not where it would begin only later: after a clock that ran fast is set back, nothing
    lasts longer than its own length.
    """
    return has_begun(since, now) and now - since < length
