"""When two reports may be about one matter: near, recent, with words in common. Pure.

A rule that only proposes: a person decides, so it may be wrong, but it must not cry wolf.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.core import text
from app.places.geometry import METRES_A_DEGREE, metres

ALIKE = 0.2
"""From this share of common words on, two texts may speak of one thing."""
VERY_ALIKE = 0.6
"""The same where nothing but the village is known."""
SAME_SPOT = 0.25
"""Within this part of the allowed distance the words need not be alike."""
COMMON = frozenset(
    text.words(
        "va la co o cua cho khong duoc bi nay do tai tren duoi mot cac nhung da dang se rat qua"
        " toi chung de thi ma voi den tu ra vao len xuong xin nho kinh mong"
        " the and of in on at is to it for"
    )
)
"""Folded words that say nothing of the matter."""


@dataclass(frozen=True)
class Spot:
    """Where a matter is: a point in WGS84 degrees where there is one, else a village."""

    lat: float | None = None
    long: float | None = None
    village_id: int | None = None

    @property
    def has_point(self) -> bool:
        """Tell whether the exact place is known."""
        return self.lat is not None and self.long is not None


def distance(one: Spot, other: Spot) -> float | None:
    """Give the metres between two spots; None where a point is missing."""
    if one.lat is None or one.long is None or other.lat is None or other.long is None:
        return None
    return metres(one.lat, one.long, other.lat, other.long)


def telling_words(*sources: str | None) -> frozenset[str]:
    """Give the folded words that say something of the matter."""
    found = (word for source in sources for word in text.words(source or ""))
    return frozenset(word for word in found if word not in COMMON and len(word) > 1)


def likeness(one: Iterable[str], other: Iterable[str]) -> float | None:
    """Give the share of common words among those of the shorter text; None where one has none."""
    first, second = frozenset(one), frozenset(other)
    if not (first and second):
        return None
    return len(first & second) / min(len(first), len(second))


def score(metres_apart: float | None, most: int, like: float | None) -> float:
    """Give how likely it is one matter, from 0 (no) to 1.

    ``metres_apart`` is None for two of one village without points: then only words can tell.
    """
    if most <= 0:
        return 0.0
    if metres_apart is None:
        return like / 2 if like is not None and like >= VERY_ALIKE else 0.0
    if metres_apart > most:
        return 0.0
    nearness = 1 - metres_apart / most
    if like is None:
        return 0.25 + nearness / 2
    if like < ALIKE and metres_apart > SAME_SPOT * most:
        return 0.0
    return (nearness + like) / 2


def box(spot: Spot, most: int) -> tuple[float, float, float, float]:
    """Give south, north, west and east, in degrees, around a spot that has a point.

    Degrees of longitude are taken as at 24° north, where in Viet Nam they are shortest.
    """
    assert spot.lat is not None
    assert spot.long is not None
    north = most / METRES_A_DEGREE
    east = north / 0.91
    return spot.lat - north, spot.lat + north, spot.long - east, spot.long + east
