"""Tiers, taxes, split months: the known totals, and what must hold of all of them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bills.charges import NoPrices, Prices, Rates, Tier, Use, explain, rounded

D = Decimal
BOUNDS6, BOUNDS5 = (50, 100, 200, 300, 400), (100, 200, 400, 700)


def prices(day, bounds, amounts, **more):
    ends = [*(D(each) for each in bounds), None]
    return Prices(day, tuple(Tier(e, D(a)) for e, a in zip(ends, amounts, strict=True)), **more)


NOV23 = prices(date(2023, 11, 9), BOUNDS6, (1806, 1866, 2167, 2729, 3050, 3151))
OCT24 = prices(date(2024, 10, 11), BOUNDS6, (1893, 1956, 2271, 2860, 3197, 3302))
MAY25 = prices(date(2025, 5, 10), BOUNDS6, (1984, 2050, 2380, 2998, 3350, 3460))
FIVE = prices(date(2025, 5, 10), BOUNDS5, (1984, 2380, 2998, 3571, 3967))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def cost(quantity, price=MAY25, span=NOVEMBER, rates=Rates(), **more):  # noqa: B008
    known = price if isinstance(price, list) else [price]
    return explain(Use(D(quantity), *span, **more), known, rates)


@pytest.mark.parametrize(
    ("kwh", "six", "five"), [(350, 907_000, 886_100), (750, 2_285_500, 2_305_650)]
)
def test_the_known_totals_before_vat(kwh, six, five):
    assert cost(kwh).total == six
    assert cost(kwh, FIVE).total == five


def test_vat_of_eight_per_cent():
    bill = cost(350, rates=Rates(D("0.08")))
    assert (bill.before_tax, bill.vat, bill.total) == (907_000, 72_560, 979_560)


def test_a_month_with_two_prices_is_split_by_days():
    """1 to 31 May 2025: nine days at the old prices, 22 at the new; 310 kWh are 90 and 220."""
    bill = cost(310, [NOV23, OCT24, MAY25], (date(2025, 5, 1), date(2025, 5, 31)))
    old = [(line.quantity, line.price) for line in bill.lines if line.to_on == date(2025, 5, 9)]
    new = [(line.quantity, line.price) for line in bill.lines if line.to_on == date(2025, 5, 31)]
    assert old == [(15, 1893), (14, 1956), (29, 2271), (29, 2860), (3, 3197)]
    assert new == [(35, 1984), (36, 2050), (71, 2380), (71, 2998), (7, 3350)]
    by_hand = 15 * 1893 + 14 * 1956 + 29 * 2271 + 29 * 2860 + 3 * 3197
    by_hand += 35 * 1984 + 36 * 2050 + 71 * 2380 + 71 * 2998 + 7 * 3350
    assert bill.is_split
    assert bill.total == by_hand


def test_a_price_that_begins_on_the_last_day_counts_for_that_day():
    bill = cost(300, [OCT24, MAY25], (date(2025, 4, 11), date(2025, 5, 10)))
    assert bill.is_split
    assert next(line.price for line in bill.lines if line.to_on == date(2025, 5, 10)) == 1984
    assert sum(line.quantity for line in bill.lines if line.to_on == date(2025, 5, 10)) == 10


def test_a_price_that_begins_on_the_first_day_splits_nothing():
    bill = cost(100, [OCT24, MAY25], (date(2025, 5, 10), date(2025, 6, 9)))
    assert not bill.is_split
    assert bill.total == 50 * 1984 + 50 * 2050


def test_prices_with_vat_inside_and_the_waste_water_fee():
    water = prices(date(2026, 1, 1), (), (10_500,), includes_vat=True)
    bill = cost(20, water, rates=Rates(D("0.05"), D("0.1")))
    assert (bill.before_tax, bill.vat, bill.fee, bill.total) == (200_000, 10_000, 20_000, 230_000)


def test_several_households_on_one_meter_have_wider_tiers():
    assert cost(100, households=2).total == 100 * 1984


def test_fractions_of_a_unit_are_rounded_half_up():
    water = prices(date(2026, 1, 1), (), (7_531,))
    assert cost("12.5", water).total == 94_138
    assert rounded(D("0.5")) == 1


def test_nothing_used_costs_nothing():
    assert cost(0).total == 0


def test_it_rejects_a_day_before_all_prices_and_a_period_that_ends_too_early():
    with pytest.raises(NoPrices):
        cost(1, MAY25, (date(2020, 1, 1), date(2020, 1, 31)))
    with pytest.raises(ValueError):
        cost(1, MAY25, (date(2026, 2, 1), date(2026, 1, 1)))


@given(st.integers(0, 3000), st.integers(1, 60))
def test_the_lines_give_the_quantity_and_the_sum(kwh, days):
    end = date.fromordinal(date(2025, 5, 1).toordinal() + days - 1)
    bill = cost(kwh, [OCT24, MAY25], (date(2025, 5, 1), end), Rates(D("0.08")))
    assert sum(line.quantity for line in bill.lines) == kwh
    assert sum(line.amount for line in bill.lines) == bill.before_tax
    assert bill.total == bill.before_tax + bill.vat + bill.fee


@given(st.integers(0, 2000))
def test_more_never_costs_less(kwh):
    assert cost(kwh + 1).total >= cost(kwh).total
