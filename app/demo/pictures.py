"""Small drawn pictures for the demonstration's reports: nobody's street, nobody's face."""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

from app.core.lazy import lazy

if TYPE_CHECKING:
    from PIL import Image, ImageDraw
else:
    Image = lazy("PIL.Image")
    ImageDraw = lazy("PIL.ImageDraw")


SIZE = (640, 480)
SKY, NIGHT, GRASS = "#cfe3ee", "#26323c", "#8fae7f"
ASPHALT, DARK, PALE = "#6d7175", "#3a3d40", "#f3eee2"
WATER, BARK, LEAF, BAGS = "#6e97b5", "#6b4f36", "#4f7d4a", ("#3f4a57", "#7a5c46", "#8a8f3c")


def draw(kind: str, mended: bool = False, seed: int = 1) -> bytes:
    """Give a JPEG for a service's code; ``mended`` draws it put right."""
    image = Image.new("RGB", SIZE, NIGHT if kind == "street-light" else SKY)
    pen, chance = ImageDraw.Draw(image), random.Random(seed)  # noqa: S311 - no secret
    pen.rectangle((0, 300, 640, 480), fill=ASPHALT)
    pen.rectangle((0, 280, 640, 304), fill=GRASS)
    SCENES.get(kind, _wall)(pen, mended, chance)
    file = io.BytesIO()
    image.save(file, "JPEG", quality=72)
    return file.getvalue()


def _lamp(pen: ImageDraw.ImageDraw, mended: bool, chance: random.Random) -> None:
    left = chance.randint(240, 380)
    if mended:
        pen.polygon([(left, 92), (left - 150, 470), (left + 150, 470)], fill="#e9d58a")
    pen.rectangle((left - 6, 80, left + 6, 420), fill=PALE)
    pen.rectangle((left - 6, 76, left + 70, 88), fill=PALE)
    pen.ellipse((left + 46, 80, left + 90, 108), fill="#ffe9a0" if mended else DARK)


def _hole(pen: ImageDraw.ImageDraw, mended: bool, chance: random.Random) -> None:
    for x in range(20, 640, 120):
        pen.rectangle((x, 386, x + 60, 394), fill=PALE)
    left, top = chance.randint(140, 340), chance.randint(330, 370)
    box = (left, top, left + 190, top + 76)
    if mended:
        pen.rectangle(box, fill="#5b5f63")
    else:
        pen.ellipse(box, fill=DARK)
        pen.ellipse((left + 30, top + 26, left + 150, top + 64), fill=WATER)


def _water(pen: ImageDraw.ImageDraw, mended: bool, chance: random.Random) -> None:
    if not mended:
        pen.rectangle((0, 340, 640, 480), fill=WATER)
        for _ in range(12):
            x, y = chance.randint(0, 560), chance.randint(350, 470)
            pen.arc((x, y, x + 80, y + 18), 0, 180, fill=PALE, width=3)
    pen.rectangle((270, 330, 370, 350), fill=DARK)
    for x in range(278, 366, 16):
        pen.rectangle((x, 332, x + 6, 348), fill=PALE)


def _tree(pen: ImageDraw.ImageDraw, mended: bool, chance: random.Random) -> None:
    if mended:
        pen.rectangle((306, 270, 336, 312), fill=BARK)
        return
    slope = chance.randint(-30, 30)
    pen.line([(120, 430), (500, 350 + slope)], fill=BARK, width=30)
    for _ in range(26):
        x, y = chance.randint(340, 560), chance.randint(250, 400)
        pen.ellipse((x, y, x + 70, y + 54), fill=LEAF)


def _waste(pen: ImageDraw.ImageDraw, mended: bool, chance: random.Random) -> None:
    pen.rectangle((420, 240, 520, 350), fill="#4b7a5c")
    if mended:
        return
    for _ in range(14):
        x, y = chance.randint(120, 400), chance.randint(290, 380)
        pen.ellipse((x, y, x + 80, y + 60), fill=chance.choice(BAGS))


def _wire(pen: ImageDraw.ImageDraw, mended: bool, chance: random.Random) -> None:
    for x in (110, 520):
        pen.rectangle((x, 60, x + 14, 320), fill="#9a9489")
    sag = 90 if mended else chance.randint(300, 360)
    pen.line([(117, 84), (320, sag), (527, 84)], fill=DARK, width=5)


def _wall(pen: ImageDraw.ImageDraw, mended: bool, chance: random.Random) -> None:
    pen.rectangle((130, 110, 510, 320), fill=PALE)
    pen.polygon([(110, 112), (320, 40), (530, 112)], fill="#a8644f")
    pen.rectangle((290, 210, 350, 320), fill=BARK)
    if not mended:
        x = chance.randint(390, 460)
        pen.line([(x, 114), (x - 18, 180), (x + 12, 240), (x - 8, 318)], fill=DARK, width=5)


SCENES = {
    "street-light": _lamp,
    "road": _hole,
    "traffic": _hole,
    "flood": _water,
    "water": _water,
    "tree": _tree,
    "waste": _waste,
    "power": _wire,
    "telecom": _wire,
}
