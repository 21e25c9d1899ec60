"""Market days and festivals: by the week, the month, the moon, the branches, the year."""

from datetime import date

import pytest

from app.core.lunar import lunar
from app.core.tables.errors import BadValue
from app.directory import days

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("typed", "coming"),
    [
        ("T7, CN", date(2026, 12, 5)),
        ("Thứ 2", TODAY),
        ("thứ Bảy, chủ nhật", date(2026, 12, 5)),
        ("âm 2, 7, 12, 17, 22, 27", TODAY),  # the 22nd of the tenth month
        ("âm lịch: 1, 15", date(2026, 12, 9)),
        ("dương 5, 15", date(2026, 12, 5)),
        ("15/1 âm lịch", date(2027, 2, 20)),
        ("8-10/1 âm", date(2027, 2, 13)),
        ("1/1 âm", date(2027, 2, 6)),
        ("2/9", date(2027, 9, 2)),
        ("T7; âm 1", date(2026, 12, 5)),
    ],
)
def test_the_next_day_is_found(typed, coming):
    assert days.coming(days.read(typed), TODAY) == coming


def test_days_by_the_branches_come_every_sixth_day():
    rules = days.read("ngày Thìn, ngày Tuất")
    first = days.coming(rules, TODAY)
    second = days.coming(rules, date.fromordinal(first.toordinal() + 1))
    assert (second - first).days == 6


def test_ty_of_the_rat_and_of_the_snake_are_two():
    rat, snake = days.read("ngày Tý")[0], days.read("ngày Tỵ")[0]
    assert (rat.numbers, snake.numbers) == (frozenset({0}), frozenset({5}))
    with pytest.raises(BadValue):
        days.read("ngày Ty")


def test_a_festival_is_not_held_again_in_the_leap_month():
    rules = days.read("15/6 âm")
    held = [date(2025, 7, 1).toordinal() + ahead for ahead in range(90)]
    found = [date.fromordinal(each) for each in held if rules[0].has(date.fromordinal(each))]
    assert len(found) == 1 and not lunar(found[0]).is_leap


@pytest.mark.parametrize(
    "typed", ["", "hôm nào", "32/1 âm", "31 âm", "5", "10-8/1 âm", "1/13", "T9"]
)
def test_what_is_none_is_refused(typed):
    with pytest.raises(BadValue):
        days.read(typed)
