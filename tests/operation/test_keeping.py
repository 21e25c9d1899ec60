"""Which backups stay."""

from datetime import UTC, datetime, timedelta

import pytest

from app.operation.keeping import kept, parse

FIRST = datetime(2026, 1, 1, 19, tzinfo=UTC)
NIGHTS = [FIRST + timedelta(days=day) for day in range(400)]


def _days_old(rule: str) -> list[int]:
    return sorted((NIGHTS[-1] - moment).days for moment in kept(NIGHTS, parse(rule)))


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("1d", [0]),
        ("3d", [0, 1, 2]),
        ("2d,3w", [0, 1, 4, 11]),  # the last night is a Thursday: Sundays end a week
        ("2m", [0, 4]),
        ("1d,2y", [0, 35]),
    ],
)
def test_the_newest_of_each_period_stays(rule, days):
    assert NIGHTS[-1].strftime("%a %d %b") == "Thu 04 Feb"
    assert _days_old(rule) == days


def test_a_longer_rule_keeps_nothing_older_than_it_says():
    assert max(_days_old("14d")) == 13


def test_several_of_one_day_leave_the_newest():
    night = [FIRST, FIRST + timedelta(hours=1)]
    assert kept(night, {"d": 5}) == {night[1]}


def test_days_without_a_backup_use_up_nothing():
    assert kept([FIRST, NIGHTS[300]], {"d": 2}) == {FIRST, NIGHTS[300]}


def test_the_newest_stays_whatever_the_rule():
    assert kept(NIGHTS[:2], {}) == {NIGHTS[1]}


@pytest.mark.parametrize("text", ["", "d", "0d", "14", "14x", "7d;4w", "-1d", "99999d"])
def test_what_is_no_rule_is_refused(text):
    with pytest.raises(ValueError, match="no rule"):
        parse(text)
