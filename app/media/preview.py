"""The picture that chat apps show of something: drawn here, 1200 by 630 pixels."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.lazy import lazy

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont, ImageOps
else:
    Image = lazy("PIL.Image")
    ImageDraw = lazy("PIL.ImageDraw")
    ImageFont = lazy("PIL.ImageFont")
    ImageOps = lazy("PIL.ImageOps")


SIZE = (1200, 630)
MARGIN = 72
PAPER, INK, BRAND, ON_BRAND = "#faf9f5", "#17211c", "#0b6b4f", "#ffffff"
FONT = Path(__file__).parent / "fonts" / "NotoSans-Bold-vi.ttf"
MOST_LINES = 5
ROOM, FOOT, LEADING = 430, 100, 18
"""Pixels: for the title, of it for the line at the bottom, between two lines of it."""
COLOURS = 16
SHOT, GAP, SIDE = (596, 372), 8, 40
"""Of a card of two photos: each photo's pixels, between them, and beside the words below."""
QUALITY = 82
Half = tuple[bytes, str]
"""A photo's file, and the word on it."""


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


def pair(left: Half, right: Half, title: str, about: str, site: str) -> bytes:
    """Give the JPEG of two photos beside each other, some 100 kB; below them what it is.

    A chat shows it a third as large on a phone, so nothing on it is smaller than 38 pixels.
    """
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    for at, (content, word) in ((0, left), (SHOT[0] + GAP, right)):
        image.paste(_filling(content), (at, 0))
        _word_on(pen, (at + 20, SHOT[1] - 20), word)
    room = SIZE[0] - 2 * SIDE
    lines, font = _two_lines(pen, title, room)
    pen.multiline_text((SIDE, 388), "\n".join(lines), font=font, fill=INK, spacing=8)
    pen.text((SIDE, 548), _cut(pen, about, _font(38), room), font=_font(38), fill=INK, anchor="lm")
    pen.text((SIDE, 597), _cut(pen, site, _font(38), room), font=_font(38), fill=BRAND, anchor="lm")
    file = io.BytesIO()
    image.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def _filling(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as shot:
        return ImageOps.fit(shot.convert("RGB"), SHOT)


def _word_on(pen: ImageDraw.ImageDraw, corner: tuple[int, int], word: str) -> None:
    """Write a word on a plate whose lower left corner is given."""
    left, bottom = corner
    wide = round(pen.textlength(word, font=_font(44))) + 40
    pen.rounded_rectangle((left, bottom - 72, left + wide, bottom), 18, fill=BRAND)
    pen.text((left + 20, bottom - 36), word, font=_font(44), fill=ON_BRAND, anchor="lm")


def _two_lines(
    pen: ImageDraw.ImageDraw, title: str, room: int
) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """Give a title in one line or two, in the larger font that it fits."""
    for size in (56, 50):
        lines = _wrapped(pen, title, _font(size), room)
        if len(lines) <= 2:
            return lines, _font(size)
    second = _cut(pen, " ".join(lines[1:]), _font(50), room)
    return [lines[0], second], _font(50)


def _cut(pen: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, room: int) -> str:
    """Give as many of the words as fit into the room."""
    if pen.textlength(text, font=font) <= room:
        return text
    words = text.split()
    while len(words) > 1 and pen.textlength(" ".join(words) + "…", font=font) > room:
        words.pop()
    return " ".join(words).rstrip(" .,;:·") + "…"


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


def _wrapped(
    pen: ImageDraw.ImageDraw,
    text: str,
    font: ImageFont.FreeTypeFont,
    room: int = SIZE[0] - 2 * MARGIN,
) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and pen.textlength(joined, font=font) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines
