"""Squares of the ground: each level halves those of the level before, in degrees.

A square of the finest level is one number in which the bits of its row and column alternate
(Morton), so that all points of a coarser square lie in one range of numbers.
"""

from dataclasses import dataclass

from app.core.text import whole
from app.places.maps.view import Box, View

FINEST = 17
"""Squares of some 300 metres."""
LEVELS = tuple(range(11, FINEST + 1))
"""Those that are counted."""
NARROWEST = 45
"""Units of a drawing that a square is wide at least: a finger's, on a small phone."""


@dataclass(frozen=True, order=True)
class Square:
    """One square of a level."""

    level: int
    row: int
    column: int

    @classmethod
    def of(cls, number: int, level: int = FINEST) -> "Square":
        """Give the square that has this number on its level."""
        row = column = 0
        for bit in range(level):
            column |= (number >> (2 * bit) & 1) << bit
            row |= (number >> (2 * bit + 1) & 1) << bit
        return cls(level, row, column)

    @classmethod
    def read(cls, typed: str) -> "Square | None":
        """Read a ``name``; None for anything else."""
        numbers = [whole(part, 6) for part in typed.split("-")]
        if len(numbers) != 3 or None in numbers:
            return None
        level, row, column = (number or 0 for number in numbers)
        fits = level in LEVELS and row < 2 ** (level - 1) and column < 2**level
        return cls(level, row, column) if fits else None

    @property
    def name(self) -> str:
        return f"{self.level}-{self.row}-{self.column}"

    @property
    def number(self) -> int:
        """Give its number on its own level."""
        found = 0
        for bit in range(self.level):
            found |= (self.column >> bit & 1) << (2 * bit)
            found |= (self.row >> bit & 1) << (2 * bit + 1)
        return found

    @property
    def range(self) -> tuple[int, int]:
        """Give the first and the last number of the finest squares in it."""
        steps = 2 * (FINEST - self.level)
        return self.number << steps, (self.number + 1 << steps) - 1

    @property
    def box(self) -> Box:
        size = 360 / 2**self.level
        south, west = self.row * size - 90, self.column * size - 180
        return Box(south, west, south + size, west + size)

    def within(self, level: int) -> "Square":
        """Give the square of a coarser level that holds it."""
        steps = self.level - level
        return Square(level, self.row >> steps, self.column >> steps)


def square_at(lat: float, long: float, level: int = FINEST) -> Square:
    """Give the square that holds a point."""
    size, last = 360 / 2**level, 2**level - 1
    row, column = int((lat + 90) / size), int((long + 180) / size)
    return Square(level, min(row, last // 2), min(column, last))


def number_at(lat: float | None, long: float | None) -> int | None:
    """Give the number of the finest square that holds a point; None for no point."""
    return None if lat is None or long is None else square_at(lat, long).number


def level_for(view: View) -> int:
    """Give the level whose squares a map of that zoom shows."""
    wide = (each for each in LEVELS if view.scale * 360 / 2**each >= NARROWEST)
    return max(wide, default=LEVELS[0])


def corners(box: Box, level: int) -> tuple[Square, Square]:
    """Give the squares at the south-west and the north-east of ``box``."""
    return square_at(box.south, box.west, level), square_at(box.north, box.east, level)
