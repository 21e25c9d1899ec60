"""Whether two calls come from one house. Pure: nothing is asked of the database.

Three phones of a house give three positions some metres apart, or one has none; a village head
calls for many houses with one phone.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

from app.places.geometry import metres

SAME_HOUSE = 30
"""Metres between two phones under one roof, with what satellites are off by."""
EXACT = 100
"""Metres: a position known less exactly says nothing of a house."""
ANOTHER_HOUSE = 300
"""Metres beyond which the same phone calls for somebody else."""


class Spot(Protocol):
    """Where a call says it comes from."""

    lat: float | None
    long: float | None
    accuracy: float | None
    place_id: int
    phone_index: str | None


def is_same_house(one: Spot, other: Spot) -> bool:
    """Tell whether both calls are about one house."""
    away = _away(one, other)
    if one.phone_index and one.phone_index == other.phone_index:
        return one.place_id == other.place_id if away is None else away <= ANOTHER_HOUSE
    return away is not None and away <= SAME_HOUSE and _is_exact(one) and _is_exact(other)


def house_of(call: Spot, houses: Iterable[tuple[int, Sequence[Spot]]]) -> int | None:
    """Give the number of the first house one of whose calls is of the same one."""
    for number, calls in houses:
        if any(is_same_house(call, each) for each in calls):
            return number
    return None


def _away(one: Spot, other: Spot) -> float | None:
    if one.lat is None or one.long is None or other.lat is None or other.long is None:
        return None
    return metres(one.lat, one.long, other.lat, other.long)


def _is_exact(spot: Spot) -> bool:
    return (spot.accuracy or 0) <= EXACT
