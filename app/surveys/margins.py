"""How far a sample's result may lie from what asking everybody would have given. Pure.

The share is the mean of the villages' shares, weighed by how many households (or people) each has.
Its variance is that of a stratified sample without replacement: the finite population correction
``1 - n/N`` in each village. The interval is Wilson's, for the number of answers of a simple random
sample of that variance; unlike the normal one it stays within 0 and 100 % and has a width where
all or none said yes. See docs/decisions/255.
"""

from collections.abc import Sequence
from math import ceil, floor, inf, sqrt
from typing import NamedTuple

Z = 1.959963984540054
"""Of a normal distribution 95 % lie within so many standard deviations."""
WIDEST = 0.25
"""The largest variance that a yes or no has: what is taken where one answer tells none."""


class Stratum(NamedTuple):
    """A village: how many are on its list, how many answered, how many of them said so."""

    listed: int
    answered: int
    chose: int

    @property
    def share(self) -> float:
        return self.chose / self.answered

    @property
    def correction(self) -> float:
        """Give ``1 - n/N``: nothing is left to chance where all have answered."""
        return max(0.0, 1 - self.answered / self.listed) if self.listed else 0.0

    @property
    def spread(self) -> float:
        """Give the variance of its share."""
        if self.answered == 1:
            return self.correction * WIDEST
        return self.correction * self.share * (1 - self.share) / (self.answered - 1)


class Estimate(NamedTuple):
    """A share with the ends of its interval, each from 0 to 1."""

    low: float
    share: float
    high: float

    @property
    def whole(self) -> tuple[int, int, int]:
        """Give all three in whole per cent, the ends rounded outwards."""
        low, high = floor(100 * self.low + 1e-9), ceil(100 * self.high - 1e-9)
        return low, round(100 * self.share), high


def estimate(strata: Sequence[Stratum]) -> Estimate | None:
    """Give what the sample says of all; None where nobody answered.

    Villages in which nobody answered are left out of it.
    """
    present = [each for each in strata if each.answered]
    everybody = sum(each.listed for each in present)
    if not everybody:
        return None
    weighed = [(each.listed / everybody, each) for each in present]
    share = sum(weight * each.share for weight, each in weighed)
    return wilson(share, _effective(share, weighed))


def wilson(share: float, number: float) -> Estimate:
    """Give Wilson's interval of a share among ``number`` answers of a simple random sample."""
    if number == inf:
        return Estimate(share, share, share)
    square = Z * Z
    middle = (share + square / (2 * number)) / (1 + square / number)
    half = Z * sqrt(share * (1 - share) / number + square / (4 * number * number))
    half /= 1 + square / number
    return Estimate(max(0.0, middle - half), share, min(1.0, middle + half))


def _effective(share: float, weighed: Sequence[tuple[float, Stratum]]) -> float:
    """Give how many answers of a simple random sample tell as much.

    Where the villages' own shares leave nothing to chance (all or none in each), it is worked out
    as if every village had the share of all.
    """
    own = sum(weight**2 * each.spread for weight, each in weighed)
    spread = share * (1 - share)
    if own > 0 and spread > 0:
        return spread / own
    alike = sum(weight**2 * each.correction / max(1, each.answered - 1) for weight, each in weighed)
    return 1 / alike if alike > 0 else inf
