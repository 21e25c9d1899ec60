"""How figures become points, and points a result. Pure; points are in tenths."""

from collections.abc import Iterable
from typing import NamedTuple

from app.core.few import is_safe


class Line(NamedTuple):
    """A criterion's points: how many it has at the most, how many were given, whether it must."""

    most: int
    given: int
    is_needed: bool = False


def earned(most: int, number: int, base: int, target: int, is_graded: bool) -> int:
    """Give the points of ``number`` of ``base`` against a share in per cent.

    Nothing is rounded up: a graded criterion gives the part of the target that was reached.
    """
    if base <= 0 or number <= 0:
        return 0
    if number * 100 >= target * base:
        return most
    return most * number * 100 // (target * base) if is_graded else 0


def total(lines: Iterable[Line]) -> int:
    return sum(each.given for each in lines)


def is_reached(lines: Iterable[Line], needed: int) -> bool:
    """Tell whether all that must be full are, and all together are enough."""
    every = list(lines)
    full = all(each.given >= each.most for each in every if each.is_needed)
    return bool(every) and full and total(every) >= needed


def may_tell(number: int, base: int) -> bool:
    """Tell whether a count of people may stand on a public page: neither side is few."""
    return is_safe([number, base - number])
