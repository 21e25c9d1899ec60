"""The margin of a sample's share, against numbers that were worked out by hand."""

from math import inf, isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.surveys.margins import Stratum, estimate, wilson


def test_of_one_village_it_is_wilsons_with_the_finite_population_correction():
    """30 of 40, of 205: n* = 39 ÷ (165/205) = 48.4545…; by hand with z = 1.96.

    z²/n* = 0.0792826; middle (0.75 + 0.0396413) ÷ 1.0792826 = 0.7316354; half
    1.96 × √(0.1875/48.4545 + 3.8416/9391.37) ÷ 1.0792826 = 0.1187887.
    """
    found = estimate([Stratum(205, 40, 30)])
    assert found.share == 0.75
    assert found.low == pytest.approx(0.7316354 - 0.1187887, abs=1e-5)
    assert found.high == pytest.approx(0.7316354 + 0.1187887, abs=1e-5)
    assert found.whole == (61, 75, 86)


def test_of_two_villages_each_weighs_by_its_size():
    """5 of 20, of 100, and 45 of 60, of 300: weights 0.25 and 0.75.

    p = 0.25×0.25 + 0.75×0.75 = 0.625. Var = 0.0625×0.8×0.1875/19 + 0.5625×0.8×0.1875/59
    = 0.000493421 + 0.001430085 = 0.001923506; n* = 0.234375 ÷ 0.001923506 = 121.8478.
    """
    found = estimate([Stratum(100, 20, 5), Stratum(300, 60, 45)])
    assert found.share == 0.625
    n, p, z = 121.8478, 0.625, 1.96
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    assert (found.low, found.high) == pytest.approx((middle - half, middle + half), abs=1e-5)
    assert found.whole == (53, 62, 71)


def test_all_saying_yes_is_not_certainty_and_asking_everybody_is():
    assert estimate([Stratum(100, 20, 20)]).whole == (86, 100, 100)
    assert estimate([Stratum(10, 10, 4)]) == (0.4, 0.4, 0.4)
    assert estimate([Stratum(10, 0, 0)]) is None
    assert wilson(0.5, inf) == (0.5, 0.5, 0.5)


def test_a_village_where_nobody_answered_is_left_out():
    assert estimate([Stratum(205, 40, 30), Stratum(900, 0, 0)]) == estimate([Stratum(205, 40, 30)])


def test_one_answer_of_a_village_counts_with_the_widest_spread():
    alone = estimate([Stratum(100, 20, 10), Stratum(100, 1, 1)])
    assert alone.high - alone.low > 0.5


STRATA = st.lists(
    st.integers(1, 400).flatmap(
        lambda listed: st.integers(0, listed).flatmap(
            lambda answered: st.builds(
                Stratum, st.just(listed), st.just(answered), st.integers(0, answered)
            )
        )
    ),
    min_size=1, max_size=5,
)  # fmt: skip


@given(STRATA)
def test_the_share_lies_within_its_interval_and_that_within_none_and_all(strata):
    found = estimate(strata)
    if found is None:
        return
    assert -1e-9 <= found.low <= found.share + 1e-9
    assert found.share - 1e-9 <= found.high <= 1 + 1e-9
    turned = estimate([each._replace(chose=each.answered - each.chose) for each in strata])
    assert isclose(turned.low, 1 - found.high, abs_tol=1e-9)
