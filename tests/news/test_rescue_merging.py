"""Which calls are of one house."""

from dataclasses import dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.news.rescue.merging import ANOTHER_HOUSE, SAME_HOUSE, house_of, is_same_house
from app.places.geometry import METRES_A_DEGREE


@dataclass
class Spot:
    """A call's place."""

    lat: float | None = 21.7
    long: float | None = 104.87
    accuracy: float | None = 10
    place_id: int = 1
    phone_index: str | None = None


HERE = Spot()
NOWHERE = Spot(lat=None, long=None, accuracy=None)


def away(metres: float, **more) -> Spot:
    return Spot(lat=21.7 + metres / METRES_A_DEGREE, **more)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (HERE, away(SAME_HOUSE - 1), True),
        (HERE, away(SAME_HOUSE + 1), False),
        (HERE, away(5, accuracy=101), False),
        (HERE, NOWHERE, False),
        (NOWHERE, NOWHERE, False),
        (Spot(phone_index="a"), away(ANOTHER_HOUSE - 1, phone_index="a"), True),
        (Spot(phone_index="a"), away(ANOTHER_HOUSE + 1, phone_index="a"), False),
        (Spot(phone_index="a"), away(5, phone_index="b"), True),
        (Spot(phone_index="a"), replace(NOWHERE, phone_index="a"), True),
        (Spot(phone_index="a"), replace(NOWHERE, phone_index="a", place_id=2), False),
    ],
)
def test_same_phone_or_close_by(one, other, same):
    assert is_same_house(one, other) is same


@given(st.floats(0, 1000), st.sampled_from([None, "a", "b"]), st.sampled_from([None, "a"]))
def test_it_does_not_matter_which_came_first(metres, first, second):
    one, other = Spot(phone_index=first), away(metres, phone_index=second)
    assert is_same_house(one, other) == is_same_house(other, one)


def test_the_first_house_that_fits_is_taken():
    assert house_of(HERE, [(1, [away(900)]), (2, [away(900), away(10)]), (3, [HERE])]) == 2
    assert house_of(HERE, []) is None
