"""Results of sample surveys for a criterion: a room above offers them, since it knows surveys.

sampled.offer(find)   # find(place) gives what was published of samples of just that place
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from app.places.models import Place


class Sampled(NamedTuple):
    """A share of a sample, in whole per cent, between ``low`` and ``high``, of who answered.

    ``key`` names it for good; ``said`` is the survey, the question and the answer.
    """

    key: str
    said: str
    share: int
    low: int
    high: int
    answered: int


Find = Callable[[Place], Sequence[Sampled]]
_offered: list[Find] = []


def offer(find: Find) -> None:
    if find not in _offered:
        _offered.append(find)


def of(place: Place | None) -> list[Sampled]:
    """Give all that was published of samples of that place."""
    return [each for find in _offered for each in find(place)] if place is not None else []
