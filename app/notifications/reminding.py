"""Whoever takes a seat is reminded the day before; not of what they chose just now."""

from datetime import date, datetime, timedelta

from app.core import clock

FRESH = timedelta(hours=12)


def tomorrow(now: datetime) -> date:
    """Give the day, in local time, of which people are reminded now."""
    return clock.local(now).date() + timedelta(days=1)


def needs(since: datetime, now: datetime) -> bool:
    """Tell whether who chose it at ``since`` needs to be reminded."""
    return now - since >= FRESH
