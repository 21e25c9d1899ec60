"""What follows of missed appointments, and of how many one holds. Pure.

Each office counts its own: a mistake at one counter shuts nobody out elsewhere, and whoever may
not book can still come without an appointment.
"""

from collections.abc import Sequence
from datetime import date, timedelta

COUNTED = timedelta(days=90)
ASKED_FROM, PAUSED_FROM = 2, 3
PAUSE = timedelta(days=14)
MOST_OPEN, MOST_HELPED = 5, 30
"""Appointments that one person holds at once, anywhere; that one helper holds for others."""


def recent(misses: Sequence[date], today: date) -> list[date]:
    """Give the missed days that still count."""
    return [each for each in misses if today - each <= COUNTED]


def is_asked(misses: Sequence[date], today: date) -> bool:
    """Tell whether somebody who books is asked to cancel what they cannot keep."""
    return len(recent(misses, today)) >= ASKED_FROM


def paused_until(misses: Sequence[date], today: date) -> date | None:
    """Give the day from which one may book again after several missed; None who may now."""
    counted = recent(misses, today)
    if len(counted) < PAUSED_FROM:
        return None
    until = max(counted) + PAUSE
    return until if today < until else None
