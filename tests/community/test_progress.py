"""A campaign day by day: nothing left out, weeks where days would be too many."""

from collections import Counter
from datetime import date

from app.community.campaigns.progress import Step, steps


def test_a_day_without_anything_is_told_and_the_sum_goes_on():
    counted = Counter({date(2026, 11, 2): 3, date(2026, 11, 4): 2})
    assert steps(counted, date(2026, 11, 2), date(2026, 11, 4)) == [
        Step(date(2026, 11, 2), 3, 3), Step(date(2026, 11, 3), 0, 3), Step(date(2026, 11, 4), 2, 5)
    ]  # fmt: skip


def test_more_than_a_month_is_told_by_weeks_with_the_same_sum():
    counted = Counter({date(2026, 11, 1): 1, date(2026, 11, 2): 3, date(2026, 12, 1): 4})
    found = steps(counted, date(2026, 11, 1), date(2026, 12, 2))
    assert [each.day for each in found] == [
        date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 16),
        date(2026, 11, 23), date(2026, 11, 30),
    ]  # fmt: skip
    assert [each.number for each in found] == [1, 3, 0, 0, 0, 4]
    assert found[-1].so_far == 8


def test_thirty_one_days_are_still_days_and_one_that_has_not_begun_is_empty():
    assert len(steps(Counter(), date(2026, 11, 1), date(2026, 12, 1))) == 31
    assert steps(Counter(), date(2026, 11, 2), date(2026, 11, 1)) == []
