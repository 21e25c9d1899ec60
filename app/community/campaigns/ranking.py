"""Who is how far: by the share of a village's own list, so that a large one has no start. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Standing(NamedTuple):
    """A village in a campaign: of how many, the target, what was counted, what was typed.

    ``rank`` is 0 until `rank` gives it; villages with the same share stand on the same place.
    """

    name: str
    code: str
    base: int
    target: int
    counted: int
    by_hand: int = 0
    is_typed: bool = False
    rank: int = 0

    @property
    def share(self) -> float:
        """Give what was counted of a hundred of the list."""
        return 100 * self.counted / self.base

    def is_behind(self, other: "Standing") -> bool:
        """Tell whether the share is smaller, without rounding."""
        return self.counted * other.base < other.counted * self.base


def rank(rows: Iterable[Standing]) -> Sequence[Standing]:
    """Give the villages in order, the largest share first, with their places: 1, 2, 2, 4."""
    ordered = sorted(rows, key=lambda each: (-each.counted / each.base, each.name))
    found: list[Standing] = []
    for at, each in enumerate(ordered, 1):
        is_alike = bool(found) and not each.is_behind(found[-1])
        found.append(each._replace(rank=found[-1].rank if is_alike else at))
    return found
