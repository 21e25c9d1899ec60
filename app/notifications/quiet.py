"""Quiet hours: when a phone should not ring. Minutes after midnight on Viet Nam's clock."""

from datetime import datetime, timedelta

from app.core import clock

MINUTES_A_DAY = 24 * 60
DEFAULT = (22 * 60, 6 * 60)


def is_quiet(minute: int, begins: int, ends: int) -> bool:
    """Tell whether ``minute`` lies in [begins, ends); equal limits mean never quiet."""
    if begins <= ends:
        return begins <= minute < ends
    return minute >= begins or minute < ends


def earliest(moment: datetime, begins: int, ends: int) -> datetime:
    """Give ``moment`` (aware), or the end of the quiet hours that it falls in."""
    local = clock.local(moment)
    minute = local.hour * 60 + local.minute
    if not is_quiet(minute, begins, ends):
        return moment
    wait = timedelta(minutes=(ends - minute) % MINUTES_A_DAY)
    return moment.replace(second=0, microsecond=0) + wait


def text_of(minutes: int) -> str:
    """Write minutes after midnight as ``22:30``."""
    return f"{minutes // 60:02}:{minutes % 60:02}"
