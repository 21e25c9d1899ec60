"""How much of a promise's time is used, and how that is shown."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from app.core.promises import CONTINUOUS, WORKING, Deadline, allowed, elapsed, moment_of
from app.core.working_time import Calendar

BEGUN = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)
"""Monday 07:30 in Viet Nam."""
HOUR = timedelta(hours=1)
CALENDAR = Calendar(national=lambda year: {})


@dataclass
class Promise:
    clock: str
    started_at: datetime
    answer_by: datetime
    paused_seconds: int = 0


@pytest.mark.parametrize(
    ("hours", "percent", "tone", "meter"),
    [
        (-1, 0, "ok", ""), (0, 0, "ok", ""), (7.4, 74, "ok", ""), (7.5, 75, "soon", "soon"),
        (9.999, 99, "soon", "soon"), (10, 100, "late", "late"), (11, 100, "late", "late"),
    ],
)  # fmt: skip
def test_a_deadline_is_near_from_three_quarters_on_and_late_from_its_moment(
    hours, percent, tone, meter
):
    shown = Deadline.between(BEGUN, BEGUN + 10 * HOUR, BEGUN + hours * HOUR)
    assert (shown.percent, shown.tone, shown.meter_tone) == (percent, tone, meter)
    assert shown.due == BEGUN + 10 * HOUR


def test_a_deadline_without_any_time_is_near_until_it_is_late():
    assert Deadline.between(BEGUN, BEGUN, BEGUN - HOUR).tone == "soon"
    assert Deadline.between(BEGUN, BEGUN, BEGUN).tone == "late"


@pytest.mark.parametrize(("clock", "hours"), [(CONTINUOUS, 10), (WORKING, 7.5)])
def test_what_stood_still_is_not_allowed_time(clock, hours):
    promise = Promise(clock, BEGUN, BEGUN + 10 * HOUR)
    assert allowed(CALENDAR, promise) == hours * HOUR
    promise.paused_seconds = 3600
    assert allowed(CALENDAR, promise) == (hours - 1) * HOUR
    promise.paused_seconds = 11 * 3600
    assert allowed(CALENDAR, promise) == timedelta(0)


def test_time_never_passes_backwards():
    for clock in (CONTINUOUS, WORKING):
        assert elapsed(CALENDAR, clock, BEGUN + HOUR, BEGUN) == timedelta(0)
        assert elapsed(CALENDAR, clock, BEGUN, BEGUN + HOUR) == HOUR


@pytest.mark.parametrize(
    ("percent", "hours"), [(0, 1), (50, 5.5), (80, 8.2), (100, 10), (150, 14.5), (200, 19)]
)
def test_a_share_of_a_promise_counts_after_its_pauses_and_on_from_its_end(percent, hours):
    promise = Promise(CONTINUOUS, BEGUN, BEGUN + 10 * HOUR, paused_seconds=3600)
    assert moment_of(CALENDAR, promise, percent) == BEGUN + hours * HOUR
