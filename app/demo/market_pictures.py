"""Small drawn pictures of goods for the demonstration: nobody's photo."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.core.lazy import lazy

if TYPE_CHECKING:
    from PIL import Image, ImageDraw
else:
    Image = lazy("PIL.Image")
    ImageDraw = lazy("PIL.ImageDraw")


SIZE = (640, 480)
TABLE, WALL, SHADE = "#b98d5f", "#efe6d4", "#9c7448"


def draw(kind: str, seed: int) -> bytes:
    """Give a JPEG of the goods of that kind on a table."""
    image = Image.new("RGB", SIZE, WALL)
    pen, chance = ImageDraw.Draw(image), random.Random(seed)  # noqa: S311 - no secret
    pen.rectangle((0, 300, 640, 480), fill=TABLE)
    for y in range(320, 480, 36):
        pen.line((0, y, 640, y), fill=SHADE, width=2)
    SCENES[kind](pen, chance)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=74)
    return file.getvalue()


def _jar(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for left in (150, 330):
        pen.rounded_rectangle((left, 150, left + 150, 420), 26, fill="#d98c1f")
        pen.rectangle((left + 22, 118, left + 128, 152), fill="#6b4f36")
        pen.rectangle((left + 20, 250, left + 130, 330), fill="#fff6dd")
        pen.line((left + 24, 180, left + 24, 400), fill="#f0b85a", width=8)


def _mushroom(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for _n in range(16):
        x, y = chance.randint(90, 470), chance.randint(230, 390)
        wide = chance.randint(60, 110)
        pen.rectangle((x + wide // 2 - 10, y + 24, x + wide // 2 + 10, y + 62), fill="#d9c4a3")
        pen.pieslice((x, y, x + wide, y + 64), 180, 360, fill="#5a3b2c")


def _leaves(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    pen.ellipse((110, 260, 530, 440), fill="#f7f3ea")
    for _n in range(90):
        x, y = chance.randint(180, 450), chance.randint(290, 400)
        turn = chance.randint(-18, 18)
        green = chance.choice(("#3f5d34", "#56744a", "#2f4a2b"))
        pen.line((x, y, x + 26, y + turn), fill=green, width=6)


def _threads(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for _n in range(120):
        x, y = chance.randint(120, 300), chance.randint(220, 410)
        box = (x, y, x + chance.randint(180, 240), y + 50)
        pen.arc(box, 190, 350, fill=chance.choice(("#e9e2d0", "#d6ccb4", "#f6f1e4")), width=3)


def _greens(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for _n in range(26):
        x = chance.randint(150, 450)
        top = chance.randint(120, 230)
        pen.line((320, 430, x, top + 40), fill="#cfe0b0", width=7)
        pen.ellipse((x - 34, top, x + 34, top + 96), fill=chance.choice(("#4f8a3d", "#6aa650")))


def _round(colour: str, light: str) -> Callable[[ImageDraw.ImageDraw, random.Random], None]:
    def scene(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
        for row in range(3):
            for at in range(5 - row):
                left, top = 110 + at * 84 + row * 42, 340 - row * 66
                pen.ellipse((left, top, left + 92, top + 92), fill=colour)
                pen.ellipse((left + 20, top + 16, left + 40, top + 34), fill=light)

    return scene


def _sticks(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for n in range(12):
        x = 130 + n * 32
        pen.rounded_rectangle((x, 170 + chance.randint(0, 40), x + 26, 420), 12, fill="#8a4f2c")
        pen.line((x + 13, 220, x + 13, 414), fill="#6a3820", width=5)


def _heap(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    pen.ellipse((120, 330, 520, 450), fill="#8a6a4a")
    pen.polygon([(160, 390), (320, 170), (480, 390)], fill="#f4efe2")
    pen.ellipse((150, 350, 490, 430), fill="#f4efe2")
    for _n in range(60):
        x, y = chance.randint(180, 460), chance.randint(330, 415)
        pen.ellipse((x, y, x + 8, y + 5), fill="#e2dac6")


def _strips(pen: ImageDraw.ImageDraw, chance: random.Random) -> None:
    for _n in range(40):
        x, y = chance.randint(120, 420), chance.randint(230, 400)
        colour = chance.choice(("#c99a52", "#b9853d", "#dcb878"))
        pen.line((x, y, x + chance.randint(70, 120), y + chance.randint(-24, 24)), colour, 14)


SCENES: dict[str, Callable[[ImageDraw.ImageDraw, random.Random], None]] = {
    "honey": _jar,
    "mushroom": _mushroom,
    "tea": _leaves,
    "noodles": _threads,
    "flour": _heap,
    "greens": _greens,
    "eggs": _round("#e8c9a2", "#fbeedd"),
    "fruit": _round("#e08a1e", "#f5c26b"),
    "cinnamon": _sticks,
    "shoots": _strips,
}
