"""How much of a promise is used up, for chips and meters."""

from dataclasses import dataclass
from datetime import datetime

from app.service_requests.models import Promise, ServiceRequest

SOON_PERCENT = 75
"""From here on a deadline is shown as near."""


@dataclass(frozen=True)
class Deadline:
    """The moment that is due next, and how much of the time until then is used (0 to 100)."""

    due: datetime
    percent: int

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


def deadline(service_request: ServiceRequest, promise: Promise, now: datetime) -> Deadline:
    """Give what is due next of an open report under its running promise.

    Acceptance comes first, then the answer.

    A clock set back counts as no time used.
    """
    started, due = promise.started_at, service_request.next_deadline()
    if now >= due:
        return Deadline(due, 100)
    whole = (due - started).total_seconds()
    used = (now - started).total_seconds()
    return Deadline(due, max(0, min(99, int(100 * used / whole))) if whole > 0 else 99)
