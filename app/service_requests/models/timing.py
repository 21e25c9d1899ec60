"""Time on a promise's own clock: working hours, or day and night."""

from datetime import datetime, timedelta

from app.core.working_time import Calendar
from app.service_requests.models.parts import Promise
from app.service_requests.models.services import WORKING

NONE = timedelta(0)


def advance(calendar: Calendar, clock: str, start: datetime, amount: timedelta) -> datetime:
    """Give the moment ``amount`` after ``start`` (aware) on ``clock``, in UTC."""
    return calendar.add(start, amount) if clock == WORKING else start + amount


def elapsed(calendar: Calendar, clock: str, begin: datetime, end: datetime) -> timedelta:
    """Give what passed between two aware moments on ``clock``; never less than nothing."""
    if clock == WORKING:
        return calendar.between(begin, end)
    return max(end - begin, NONE)


def allowed(calendar: Calendar, promise: Promise) -> timedelta:
    """Give how much time the promise allows: from its start to its end, less its pauses."""
    whole = elapsed(calendar, promise.clock, promise.started_at, promise.answer_by)
    return max(whole - timedelta(seconds=promise.paused_seconds), NONE)


def moment_of(calendar: Calendar, promise: Promise, percent: int) -> datetime:
    """Give when ``percent`` of the promise's time is used; above 100 counted from its end."""
    whole = allowed(calendar, promise)
    if percent >= 100:
        return advance(calendar, promise.clock, promise.answer_by, whole * (percent - 100) / 100)
    used = whole * percent / 100 + timedelta(seconds=promise.paused_seconds)
    return advance(calendar, promise.clock, promise.started_at, used)
