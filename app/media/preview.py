"""The picture that chat apps show of something: drawn here, 1200 by 630 pixels."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.lazy import lazy

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont
else:
    Image = lazy("PIL.Image")
    ImageDraw = lazy("PIL.ImageDraw")
    ImageFont = lazy("PIL.ImageFont")


SIZE = (1200, 630)
MARGIN = 72
PAPER, INK, BRAND, ON_BRAND = "#faf9f5", "#17211c", "#0b6b4f", "#ffffff"
FONT = Path(__file__).parent / "fonts" / "NotoSans-Bold-vi.ttf"
MOST_LINES = 5
ROOM, FOOT, LEADING = 430, 100, 18
"""Pixels: for the title, of it for the line at the bottom, between two lines of it."""
COLOURS = 16


@lru_cache(64)
def picture(title: str, section: str, site: str, foot: str = "") -> bytes:
    """Give the PNG, some 20 kB. Asked for by a few servers only, so kept in memory alone.

    ``foot``: a line at the bottom, such as where to answer.
    """
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, SIZE[0], 104), fill=BRAND)
    pen.text((MARGIN, 52), site, font=_font(40), fill=ON_BRAND, anchor="lm")
    if section:
        pen.text((MARGIN, 160), section, font=_font(32), fill=BRAND, anchor="lm")
    font, lines = _fitted(pen, title, ROOM - FOOT if foot else ROOM)
    pen.multiline_text((MARGIN, 210), "\n".join(lines), font=font, fill=INK, spacing=14)
    if foot:
        pen.text((MARGIN, SIZE[1] - 48), foot, font=_font(30), fill=BRAND, anchor="lm")
    file = io.BytesIO()
    image.quantize(COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()


@lru_cache(8)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size)


def _fitted(
    pen: ImageDraw.ImageDraw, title: str, room: int
) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Give the largest font in which the title fits, and its lines."""
    for size in (68, 58, 50, 42):
        lines = _lines(pen, title, _font(size))
        if len(lines) <= min(MOST_LINES, room // (size + LEADING)):
            return _font(size), lines
    kept = lines[:MOST_LINES]
    return _font(42), [*kept[:-1], kept[-1].rstrip(" .,;:") + "…"]


def _lines(pen: ImageDraw.ImageDraw, title: str, font: ImageFont.FreeTypeFont) -> list[str]:
    return [line for each in title.splitlines() for line in _wrapped(pen, each, font)]


def _wrapped(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and pen.textlength(joined, font=font) <= SIZE[0] - 2 * MARGIN:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines
