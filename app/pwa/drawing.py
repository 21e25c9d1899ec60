"""Draws the app's icons: a pin that holds a tick, on the brand's green.

Run ``python -m app.pwa.drawing`` after changing it; the pictures it writes are committed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.core.config import ROOT
from app.core.lazy import lazy

if TYPE_CHECKING:
    from PIL import Image, ImageDraw
else:
    Image = lazy("PIL.Image")
    ImageDraw = lazy("PIL.ImageDraw")

GREEN = (11, 107, 79, 255)
PAPER = (250, 249, 245, 255)
CLEAR = (0, 0, 0, 0)
FINE = 4
"""Drawn this many times larger, then scaled down: Pillow's lines have hard edges."""
SAFE = 0.8
"""A maskable icon may lose all outside a circle of 80 % (W3C manifest, "safe zone")."""

Point = tuple[float, float]


def draw(size: int, ground: str) -> Image.Image:
    """Give the icon, ``size`` pixels square.

    ``ground`` is "round" (rounded corners, for any use), "full" (maskable, to the edges) or
    "none" (a white shape alone, which Android tints for its status bar).
    """
    picture = Image.new("RGBA", (size * FINE, size * FINE), CLEAR)
    pen = ImageDraw.Draw(picture)
    side = size * FINE
    if ground == "round":
        pen.rounded_rectangle((0, 0, side - 1, side - 1), side * 0.22, fill=GREEN)
    if ground == "full":
        pen.rectangle((0, 0, side, side), fill=GREEN)
    _pin(pen, side, {"full": SAFE, "round": 1.0, "none": 1.3}[ground], ground == "none")
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def _pin(pen: ImageDraw.ImageDraw, side: int, scale: float, hollow: bool) -> None:
    """Draw the pin around the middle; its tick is cut out where there is no ground."""

    def at(x: float, y: float) -> Point:
        return (0.5 + (x - 0.5) * scale) * side, (0.5 + (y - 0.5) * scale) * side

    pen.ellipse((*at(0.24, 0.14), *at(0.76, 0.66)), fill=PAPER)
    pen.polygon((at(0.272, 0.525), at(0.728, 0.525), at(0.5, 0.87)), fill=PAPER)
    _tick(pen, [at(0.37, 0.405), at(0.465, 0.5), at(0.635, 0.315)], side * 0.065 * scale, hollow)


def _tick(pen: ImageDraw.ImageDraw, points: list[Point], width: float, hollow: bool) -> None:
    ink = CLEAR if hollow else GREEN
    pen.line(points, fill=ink, width=round(width), joint="curve")
    half = width / 2
    for x, y in points:
        pen.ellipse((x - half, y - half, x + half, y + half), fill=ink)


PICTURES = {
    "icon-192": (192, "round"),
    "icon-512": (512, "round"),
    "icon-180": (180, "full"),
    "maskable-192": (192, "full"),
    "maskable-512": (512, "full"),
    "badge-96": (96, "none"),
}


def write(folder: Path) -> None:
    """Write every icon into ``folder`` as a small PNG of few colours."""
    for name, (size, ground) in PICTURES.items():
        picture = draw(size, ground)
        if ground != "none":
            picture = picture.quantize(32, Image.Quantize.FASTOCTREE)
        else:
            picture = picture.convert("LA")
        picture.save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    write(ROOT / "static" / "icons")
