"""The Vietnamese lunar calendar: days of months that begin with the new moon at 105° east.

It is not the Chinese one: the same moon may be new on another day by Hà Nội's time, and with it a
whole month may move (Tết 1985 a month, Tết 2007 and 2030 a day). A month begins on the day of the
new moon; the eleventh has the winter solstice; of thirteen months between two solstices the first
in which the sun enters no new sign is the leap one.

New moons: J. Meeus, Astronomical Algorithms, chapter 49; the sun's longitude: chapter 25. Both are
right to a minute or so within two centuries of the year 2000.
"""

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

EPOCH = date(2000, 1, 1)
JULIAN_EPOCH = 2_451_545
"""The Julian day number of ``EPOCH``, at noon in Greenwich."""
CENTURY = 36_525
"""Days, as the formulas count it."""
ZONE = 7 / 24
FIRST_MOON = 2_451_550.09766
MONTH = 29.530588861
BRANCHES = ("Tý", "Sửu", "Dần", "Mão", "Thìn", "Tỵ", "Ngọ", "Mùi", "Thân", "Dậu", "Tuất", "Hợi")
"""The twelve by which days are called too: some markets are held on two of them."""


@dataclass(frozen=True)
class Lunar:
    """A day of the lunar calendar; ``is_leap`` tells the second month of a number."""

    day: int
    month: int
    year: int
    is_leap: bool = False


@dataclass(frozen=True)
class Month:
    """A lunar month; ``first`` is its first day as an ordinal of ``date``."""

    first: int
    number: int
    year: int
    is_leap: bool


def lunar(day: date) -> Lunar:
    """Give what the lunar calendar calls ``day``."""
    ordinal = day.toordinal()
    months = _around(day.year)
    found = months[bisect_right(months, ordinal, key=lambda each: each.first) - 1]
    return Lunar(ordinal - found.first + 1, found.number, found.year, found.is_leap)


def branch(day: date) -> int:
    """Give by which of the ``BRANCHES`` a day is called."""
    return ((day - EPOCH).days + JULIAN_EPOCH + 1) % 12


@lru_cache(maxsize=64)
def _around(year: int) -> tuple[Month, ...]:
    """Give the months from before the first of January of ``year`` to behind its last day."""
    return _between(year - 1) + _between(year) + _between(year + 1)[:1]


@lru_cache(maxsize=128)
def _between(year: int) -> tuple[Month, ...]:
    """Give the months from the eleventh of ``year`` on, up to the next one."""
    start, end = _eleventh(year), _eleventh(year + 1)
    firsts = [_new_moon_day(number) for number in range(start, end + 1)]
    leap = _leap(firsts) if end - start == 13 else None
    months, number = [], 10
    for at, first in enumerate(firsts[:-1]):
        is_leap = at == leap
        number += 0 if is_leap else 1
        called = (number - 1) % 12 + 1
        months.append(Month(first, called, year + (number > 12), is_leap))
    return tuple(months)


def _leap(firsts: list[int]) -> int:
    signs = [_sign(first) for first in firsts]
    return next(at for at in range(1, len(signs) - 1) if signs[at] == signs[at + 1])


def _eleventh(year: int) -> int:
    """Give the number of the moon whose month holds the winter solstice of ``year``."""
    number = round((date(year, 12, 31) - EPOCH).days / MONTH)
    while _sign(_new_moon_day(number)) >= 9 or _new_moon_day(number) > _ordinal(year):
        number -= 1
    while _sign(_new_moon_day(number + 1)) < 9:
        number += 1
    return number


def _ordinal(year: int) -> int:
    return date(year, 12, 31).toordinal()


def _sign(ordinal: int) -> int:
    """Give the twelfth of its way that the sun is in at a day's begin: 9 from the solstice on."""
    moment = ordinal - EPOCH.toordinal() + JULIAN_EPOCH - 0.5 - ZONE
    return int(_longitude(moment) / 30)


def _longitude(moment: float) -> float:
    """Give the sun's apparent longitude at a Julian day, in degrees."""
    t = (moment + _delta(moment) - JULIAN_EPOCH) / CENTURY
    mean = 280.46646 + 36_000.76983 * t + 0.0003032 * t * t
    m = math.radians(357.52911 + 35_999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t - 0.000014 * t * t) * math.sin(m)
        + (0.019993 - 0.000101 * t) * math.sin(2 * m)
        + 0.000289 * math.sin(3 * m)
    )
    node = math.radians(125.04 - 1934.136 * t)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


def _new_moon_day(number: int) -> int:
    """Give the ordinal of the day in Viet Nam on which that moon is new; 0 is in January 2000."""
    k, t = number, number / 1236.85
    moment = FIRST_MOON + MONTH * k + 0.00015437 * t * t - 0.00000015 * t**3
    eccentric = 1 - 0.002516 * t - 0.0000074 * t * t
    sun = math.radians(2.5534 + 29.1053567 * k - 0.0000014 * t * t)
    moon = math.radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t)
    node = math.radians(160.7108 + 390.67050284 * k - 0.0016118 * t * t)
    rising = math.radians(124.7746 - 1.56375588 * k + 0.0020672 * t * t)
    moment += sum(
        size * eccentric**power * math.sin(s * sun + m * moon + f * node)
        for size, power, s, m, f in TERMS
    )
    moment -= 0.00017 * math.sin(rising)
    moment += sum(
        size * math.sin(math.radians(start + speed * k)) for size, start, speed in PLANETS
    )
    local = moment - _delta(moment) + 0.5 + ZONE
    return math.floor(local) - JULIAN_EPOCH + EPOCH.toordinal()


TERMS = (
    # size in days, power of the eccentricity, multiples of the anomalies of sun and moon, of F
    (-0.40720, 0, 0, 1, 0), (0.17241, 1, 1, 0, 0), (0.01608, 0, 0, 2, 0), (0.01039, 0, 0, 0, 2),
    (0.00739, 1, -1, 1, 0), (-0.00514, 1, 1, 1, 0), (0.00208, 2, 2, 0, 0), (-0.00111, 0, 0, 1, -2),
    (-0.00057, 0, 0, 1, 2), (0.00056, 1, 1, 2, 0), (-0.00042, 0, 0, 3, 0), (0.00042, 1, 1, 0, 2),
    (0.00038, 1, 1, 0, -2), (-0.00024, 1, -1, 2, 0), (-0.00007, 0, 2, 1, 0), (0.00004, 0, 0, 2, -2),
    (0.00004, 0, 3, 0, 0), (0.00003, 0, 1, 1, -2), (0.00003, 0, 0, 2, 2), (-0.00003, 0, 1, 1, 2),
    (0.00003, 0, -1, 1, 2), (-0.00002, 0, -1, 1, -2), (-0.00002, 0, 1, 3, 0), (0.00002, 0, 0, 4, 0),
)  # fmt: skip
PLANETS = (
    (0.000325, 299.77, 0.107408), (0.000165, 251.88, 0.016321), (0.000164, 251.83, 26.651886),
    (0.000126, 349.42, 36.412478), (0.000110, 84.66, 18.206239), (0.000062, 141.74, 53.303771),
    (0.000060, 207.14, 2.453732), (0.000056, 154.84, 7.306860), (0.000047, 34.52, 27.261239),
    (0.000042, 207.19, 0.121824), (0.000040, 291.34, 1.844379), (0.000037, 161.72, 24.198154),
    (0.000035, 239.56, 25.513099), (0.000023, 331.55, 3.592518),
)  # fmt: skip


def _delta(moment: float) -> float:
    """Give by how many days the even time of the formulas is ahead of the clocks (ΔT)."""
    t = (moment - JULIAN_EPOCH) / CENTURY
    return (63.9 + 30 * t + 35 * t * t) / 86_400
