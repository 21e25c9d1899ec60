"""No table of fewer than five, and none that subtracting makes: tried by brute force."""

from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.scorecards.guarding import (
    DIMENSIONS,
    MONTH,
    PLACE,
    QUARTER,
    YEAR,
    Year,
    added,
    is_safe,
    months_of,
)

MOST_SUBTRACTED = 3
FEW_KEYS = (1, 2, 3)
NUMBERS = st.sampled_from([0, 0, 1, 2, 4, 5, 6, 9, 14])
CROSSINGS = list(product(FEW_KEYS, FEW_KEYS, (1, 2)))


def decided(months, upto=None) -> Year:
    """A year whose periods were decided as they came, month by month."""
    year = Year(months)
    for month in range(len(months)):
        spans = [(MONTH, month), (QUARTER, month // 3), (YEAR, 0)]
        for span in spans:
            last = months_of(span)[-1]
            if last == month or month == len(months) - 1:
                year.decide(span)
    return year


def tables(year: Year) -> dict[tuple, frozenset]:
    """All that is published, each as the cells (month, agency, commune, service) it adds up."""
    found = {}
    cells = [(m, *crossing) for m, month in enumerate(year.months) for crossing in month]
    for span in year.whole:
        within = {cell for cell in cells if cell[0] in months_of(span)}
        found["province", span] = frozenset(within)
        for place, name in enumerate(DIMENSIONS):
            others = set(within)
            for key in year.told[name, span]:
                mine = {cell for cell in within if cell[1 + place] == key}
                found[name, key, span] = frozenset(mine)
                others -= mine
            found[name, "others", span] = frozenset(others)
    return {name: cells for name, cells in found.items() if cells}


def size(year: Year, cells) -> tuple:
    return added(year.months[m][tuple(rest)] for m, *rest in cells) if cells else year.nothing


def leaks(year: Year) -> list:
    """Every sum and difference of a few tables that is a set of cells, and about too few."""
    found = []
    every = list({cells: name for name, cells in tables(year).items()}.items())
    sizes = {cells: size(year, cells) for cells, _name in every}
    found += [(name,) for cells, name in every if not is_safe(sizes[cells])]
    for whole, name in every:
        inside = [(cells, other) for cells, other in every if cells < whole]
        for number in range(1, MOST_SUBTRACTED):
            for some in combinations(inside, number):
                if len({other[0] for _, other in some}) > 1:
                    continue
                union = frozenset().union(*(cells for cells, _ in some))
                if len(union) == sum(len(cells) for cells, _ in some):
                    rest = whole - union
                    if rest and not is_safe(size(year, rest)):
                        found.append((name, *(other for _, other in some)))
    return found


def all_differences(year: Year, dimension: str) -> list:
    """The same with every sign and more tables, of one dimension and the province."""
    mine = {
        cells: name for name, cells in tables(year).items() if name[0] in (dimension, "province")
    }
    cells = sorted({cell for each in mine for cell in each})
    vectors = [(name, [cell in each for cell in cells]) for each, name in mine.items()]
    found = []
    for number in range(2, MOST_SUBTRACTED + 1):
        for some in combinations(vectors, number):
            for signs in product((1, -1), repeat=number):
                if signs[0] < 0:
                    continue
                summed = [sum(s * v[at] for s, (_, v) in zip(signs, some, strict=True))
                          for at in range(len(cells))]  # fmt: skip
                if set(summed) <= {0, 1}:
                    kept = [cell for cell, there in zip(cells, summed, strict=True) if there]
                    if not is_safe(size(year, kept)):
                        found.append((signs, [name for name, _ in some]))
    return found


def year_of(numbers, months: int) -> list:
    of = iter(numbers)
    return [
        {crossing: (number, number // 2 if number > 9 else 0)
         for crossing in CROSSINGS if (number := next(of))}
        for _ in range(months)
    ]  # fmt: skip


@settings(max_examples=6, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(NUMBERS, min_size=54, max_size=54))
def test_nothing_about_fewer_than_five_can_be_worked_out(numbers):
    year = decided(year_of(numbers, 3))
    assert not leaks(year)


@pytest.mark.details
@pytest.mark.timeout(900)
@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.lists(NUMBERS, min_size=90, max_size=90))
def test_nor_in_many_more_provinces(numbers):
    year = decided(year_of(numbers, 5))
    assert not leaks(year)
    for dimension in DIMENSIONS:
        assert not all_differences(year, dimension)


def months(*rows) -> list:
    """Months in which commune 1, 2, … has so many reports; each of its own agency and service."""
    return [{(at, at, 1): (n,) for at, n in enumerate(row, 1) if n} for row in rows]


def told(year: Year, span) -> set:
    return {key for key in year.told[PLACE, span] if any(year.base(PLACE, key, span))}


def test_a_row_of_few_is_never_alone_among_the_others():
    year = decided(months((20, 9, 3)))
    assert told(year, (MONTH, 0)) == {1}


def test_two_rows_of_few_are_enough_for_each_other():
    assert told(decided(months((20, 9, 3, 2))), (MONTH, 0)) == {1, 2}


def test_a_quarter_is_not_told_where_it_tells_a_month_of_few():
    year = decided(months((20, 8, 9, 9), (20, 8, 9, 9), (20, 3, 9, 9)))
    assert told(year, (MONTH, 0)) == {1, 2, 3, 4}
    assert told(year, (MONTH, 2)) == {1, 3} or told(year, (MONTH, 2)) == {1, 4}
    assert 2 not in told(year, (QUARTER, 0))


def test_months_of_few_are_told_together_in_their_quarter():
    year = decided(months((20, 3, 3), (20, 3, 3), (20, 3, 3)))
    assert told(year, (MONTH, 1)) == {1}
    assert told(year, (QUARTER, 0)) == {1, 2, 3}


def test_a_province_with_hardly_a_report_tells_nothing_of_that_month():
    year = decided(months((2, 1), (20, 30)))
    assert (MONTH, 0) not in year.whole
    assert told(year, (MONTH, 1)) == {1, 2}


def test_an_agency_that_has_all_but_a_few_of_a_commune_is_not_told_beside_it():
    crossings = {(1, 1, 1): (9,), (2, 1, 1): (3,), (2, 2, 1): (30,)}
    year = decided([crossings])
    assert {(PLACE, 1), ("agency", 1)} - {
        (name, key) for name in DIMENSIONS for key in year.told[name, (MONTH, 0)]
    }
    assert not leaks(year)


def test_the_attack_finds_what_a_careless_account_would_tell():
    year = decided(months((20, 9, 3)))
    year.told[PLACE, (MONTH, 0)] = {1, 2}
    assert leaks(year) and year.leaks(PLACE)
