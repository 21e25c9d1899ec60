"""From how many people on a figure about them may be told (docs/decisions/245)."""

from collections.abc import Iterable

FEWEST = 5


def is_safe(base: Iterable[int]) -> bool:
    """Tell whether each of the numbers is nothing or large enough."""
    return all(number == 0 or number >= FEWEST for number in base)
