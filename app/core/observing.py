"""When a report was seen, by the phone that kept it until there was a signal.

A phone's clock may be wrong: what cannot be true is left out, and the report is taken all the
same. Promises never run from here but from the receipt.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.core.text import whole

LONGEST = timedelta(days=60)
"""A queue older than this is not believed."""
AHEAD = timedelta(minutes=5)
"""By how much phones' clocks are fast in good faith."""
MOST_DIGITS = 6


def read(observed_at: str, offline_minutes: str, now: datetime) -> dict[str, Any]:
    """Give ``observed_at`` (aware, UTC) and ``offline_minutes`` as columns; None for nonsense."""
    moment = _moment(observed_at, now)
    waited = _minutes(offline_minutes, moment, now)
    return {"observed_at": moment, "offline_minutes": waited}


def _moment(typed: str, now: datetime) -> datetime | None:
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        return None
    if moment.tzinfo is None or not now - LONGEST <= moment <= now + AHEAD:
        return None
    return min(moment.astimezone(UTC), now)


def _minutes(typed: str, moment: datetime | None, now: datetime) -> int | None:
    """Give the wait in minutes; it cannot be longer than since the report was seen."""
    minutes = whole(typed, MOST_DIGITS)
    if moment is None or minutes is None:
        return None
    return min(minutes, int((now - moment).total_seconds() // 60))
