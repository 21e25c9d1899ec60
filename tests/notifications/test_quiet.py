"""When a phone may ring, on Viet Nam's clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.notifications import quiet

MINUTES = st.integers(0, 24 * 60 - 1)
SECONDS_OF_2026 = st.integers(0, 365 * 86_400)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.VIETNAM)


@pytest.mark.parametrize(
    ("moment", "hours", "expected"),
    [
        ("2026-11-19T09:12", quiet.DEFAULT, "2026-11-19T09:12"),
        ("2026-11-19T21:59", quiet.DEFAULT, "2026-11-19T21:59"),
        ("2026-11-19T22:00", quiet.DEFAULT, "2026-11-20T06:00"),
        ("2026-11-19T23:30:41", quiet.DEFAULT, "2026-11-20T06:00"),
        ("2026-11-20T00:00", quiet.DEFAULT, "2026-11-20T06:00"),
        ("2026-11-20T05:59:59", quiet.DEFAULT, "2026-11-20T06:00"),
        ("2026-11-20T06:00", quiet.DEFAULT, "2026-11-20T06:00"),
        ("2026-12-31T23:00", quiet.DEFAULT, "2027-01-01T06:00"),
        ("2026-11-19T12:30", (12 * 60, 13 * 60), "2026-11-19T13:00"),
        ("2026-11-19T23:00", (12 * 60, 13 * 60), "2026-11-19T23:00"),
        ("2026-11-19T23:00", (0, 0), "2026-11-19T23:00"),
        ("2026-11-19T23:00", (600, 600), "2026-11-19T23:00"),
    ],
)
def test_the_earliest_moment(moment: str, hours: tuple[int, int], expected: str) -> None:
    assert quiet.earliest(local(moment), *hours) == local(expected)


def test_a_moment_in_utc_is_judged_by_the_clock_in_viet_nam() -> None:
    night = datetime(2026, 11, 19, 16, 30, tzinfo=UTC)
    assert quiet.earliest(night, *quiet.DEFAULT) == datetime(2026, 11, 19, 23, 0, tzinfo=UTC)


@given(SECONDS_OF_2026, MINUTES, MINUTES)
def test_it_is_never_earlier_never_a_day_later_and_never_quiet(
    second: int, begins: int, ends: int
) -> None:
    asked = local("2026-01-01") + timedelta(seconds=second)
    found = quiet.earliest(asked, begins, ends)
    assert asked <= found < asked + timedelta(days=1)
    assert not quiet.is_quiet(found.hour * 60 + found.minute, begins, ends)


@pytest.mark.parametrize(("minutes", "text"), [(0, "00:00"), (360, "06:00"), (1_350, "22:30")])
def test_hours_are_written_as_a_clock_shows_them(minutes: int, text: str) -> None:
    assert quiet.text_of(minutes) == text
