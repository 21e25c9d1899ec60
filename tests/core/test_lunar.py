"""The Vietnamese lunar calendar: Tết on its day, leap months, every day behind the one before."""

from datetime import date, timedelta

import holidays
import pytest

from app.core import lunar
from app.core.lunar import BRANCHES, Lunar


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (1968, date(1968, 1, 29)),  # Viet Nam's own; a day before the Chinese one
        (1985, date(1985, 1, 21)),  # a month before the Chinese one
        (2007, date(2007, 2, 17)),
        (2024, date(2024, 2, 10)),
        (2025, date(2025, 1, 29)),
        (2026, date(2026, 2, 17)),
        (2027, date(2027, 2, 6)),
        (2028, date(2028, 1, 26)),
        (2030, date(2030, 2, 2)),
    ],
)
def test_tet_is_on_its_day(year, day):
    assert lunar.lunar(day) == Lunar(1, 1, year)
    before = lunar.lunar(day - timedelta(days=1))
    assert (before.month, before.year) == (12, year - 1) and before.day in (29, 30)


def test_tet_and_the_kings_day_are_those_of_the_official_holidays():
    """The library of holidays has them from tables; we count them from the moon and the sun."""
    country = holidays.country_holidays("VN", years=range(1995, 2051), language="vi")
    firsts = {day for day in country if country[day] == "Tết Nguyên Đán"}
    kings = {day for day in country if country[day].startswith("Ngày Giỗ Tổ Hùng Vương")
             and "nghỉ bù" not in country[day]}  # fmt: skip
    assert len(firsts) > 50
    for day in firsts:
        assert lunar.lunar(day).day == 1 and lunar.lunar(day).month == 1
    for day in kings:
        assert (lunar.lunar(day).day, lunar.lunar(day).month) == (10, 3)


@pytest.mark.parametrize(
    ("year", "month"), [(2020, 4), (2023, 2), (2025, 6), (2028, 5), (2031, 3), (2033, 11)]
)
def test_the_leap_month_is_the_right_one(year, month):
    days = (date(year, 1, 1) + timedelta(days=ahead) for ahead in range(400))
    assert {lunar.lunar(day).month for day in days if lunar.lunar(day).is_leap} == {month}


def test_each_day_follows_the_one_before():
    day, before = date(1995, 1, 1), lunar.lunar(date(1994, 12, 31))
    while day.year < 2045:
        here = lunar.lunar(day)
        follows = here.day == before.day + 1 and here.month == before.month
        assert follows or (here.day == 1 and before.day in (29, 30)), day
        day, before = day + timedelta(days=1), here


def test_days_are_called_by_twelve_branches():
    assert BRANCHES[lunar.branch(date(2000, 1, 1))] == "Ngọ"
    assert BRANCHES[lunar.branch(date(2000, 1, 13))] == "Ngọ"
    assert BRANCHES[lunar.branch(date(2026, 12, 2))] in ("Thìn", "Tuất")
