"""What part of the ground a map shows, and where a point of it stands in the drawing.

Web Mercator, as tiles are cut: two steps of zoom double the scale.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from app.core.text import whole
from app.places.geometry import METRES_A_DEGREE, is_coordinate

WIDTH, HEIGHT = 640, 480
TILE = 256
TILES_CLOSER = 1
"""Of the widest maps' tiles, so that one is 256 units of the drawing wide, or 362."""
WIDEST, CLOSEST = 13, 34
DOUBLE = 2
"""Steps of zoom."""
FARTHEST_NORTH = 80.0
LENGTHS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
Point = tuple[float, float]
"""Latitude and longitude, WGS84 degrees."""


@dataclass(frozen=True)
class Box:
    """A piece of the ground, in degrees."""

    south: float
    west: float
    north: float
    east: float

    @classmethod
    def around(cls, points: Iterable[Point]) -> "Box | None":
        """Give the smallest box that holds ``points``; None for none."""
        found = list(points)
        if not found:
            return None
        lats, longs = [each[0] for each in found], [each[1] for each in found]
        return cls(min(lats), min(longs), max(lats), max(longs))

    def holds(self, lat: float, long: float) -> bool:
        return self.south <= lat <= self.north and self.west <= long <= self.east

    def touches(self, other: "Box") -> bool:
        apart = self.south > other.north or self.north < other.south
        return not (apart or self.west > other.east or self.east < other.west)


@dataclass(frozen=True)
class View:
    """The middle of a map, its zoom, and its size in units of the drawing."""

    zoom: int
    lat: float
    long: float
    width: int = WIDTH
    height: int = HEIGHT

    @classmethod
    def fitting(cls, box: Box, width: int = WIDTH, height: int = HEIGHT) -> "View":
        """Give the closest view in which all of ``box`` is seen."""
        lat = _degrees((_mercator(box.south) + _mercator(box.north)) / 2)
        found = cls(CLOSEST, lat, (box.west + box.east) / 2, width, height)
        while found.zoom > WIDEST and not found._shows(box):
            found = replace(found, zoom=found.zoom - 1)
        return found

    @classmethod
    def read(cls, typed: str, width: int = WIDTH, height: int = HEIGHT) -> "View | None":
        """Read what ``address`` gave; None for anything else."""
        parts = typed.split("/")
        zoom = whole(parts[0], 2) if len(parts) == 3 else None
        if zoom is None or not WIDEST <= zoom <= CLOSEST or len(typed) > 40:
            return None
        try:
            lat, long = float(parts[1]), float(parts[2])
        except ValueError:
            return None
        fits = is_coordinate(lat, long) and abs(lat) <= FARTHEST_NORTH
        return cls(zoom, lat, long, width, height) if fits else None

    @property
    def address(self) -> str:
        """Give it as a part of an address: zoom, latitude, longitude."""
        return f"{self.zoom}/{self.lat:.5f}/{self.long:.5f}"

    @property
    def scale(self) -> float:
        """Units of the drawing in a degree of longitude."""
        return float(TILE * 2 ** (self.zoom / DOUBLE + TILES_CLOSER) / 360)

    @property
    def tile_step(self) -> int:
        """Give the zoom of the tiles that fit."""
        return self.zoom // DOUBLE + TILES_CLOSER

    @property
    def box(self) -> Box:
        """Give the ground that is seen."""
        aside = self.width / self.scale / 2
        middle, up = _mercator(self.lat), self.height / self.scale / 2
        return Box(
            _degrees(middle - up), self.long - aside, _degrees(middle + up), self.long + aside
        )

    def place(self, lat: float, long: float) -> Point:
        """Give where a point stands: to the right and down from the upper left corner."""
        right = self.width / 2 + (long - self.long) * self.scale
        down = self.height / 2 - (_mercator(lat) - _mercator(self.lat)) * self.scale
        return round(right, 1), round(down, 1)

    def closer(self, steps: int = DOUBLE) -> "View | None":
        """Give the view ``steps`` closer, or farther for fewer than none; None beyond the last."""
        zoom = self.zoom + steps
        return replace(self, zoom=zoom) if WIDEST <= zoom <= CLOSEST else None

    def moved(self, right: float, down: float) -> "View":
        """Give the view moved by a part of its width and of its height."""
        down_by = down * self.height / self.scale
        lat = _degrees(_mercator(self.lat) - down_by)
        lat = min(max(lat, -FARTHEST_NORTH), FARTHEST_NORTH)
        long = self.long + right * self.width / self.scale
        return replace(self, lat=lat, long=min(max(long, -180.0), 180.0))

    @property
    def ruler(self) -> tuple[int, float]:
        """Give a round length in metres, and how long it is in the drawing."""
        metre = self.scale / (METRES_A_DEGREE * math.cos(math.radians(self.lat)))
        length = max((each for each in LENGTHS if each * metre <= self.width / 4), default=10)
        return length, round(length * metre, 1)

    def _shows(self, box: Box) -> bool:
        wide = (box.east - box.west) * self.scale
        high = (_mercator(box.north) - _mercator(box.south)) * self.scale
        return wide <= self.width and high <= self.height


def _mercator(lat: float) -> float:
    """Give how far north a latitude stands on the map, in degrees of longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(lat))))


def _degrees(north: float) -> float:
    return math.degrees(math.atan(math.sinh(math.radians(north))))
