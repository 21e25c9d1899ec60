"""What the limited process does with one page of a PDF: paint it, whole and in quarters.

PDFium paints from memory. Letters whose font is not in the file come from its own few fonts: a
child can open no file of the system's.
"""

from __future__ import annotations

import io
from typing import Any

import pypdfium2 as pdfium
from PIL import Image
from PIL import JpegImagePlugin as _jpeg  # noqa: F401  loaded before files are out of reach

JPEG_QUALITY = 88
A3 = 1_192.0
"""The longer side of a sheet of A3 in points: a larger drawing is painted in quarters too."""
WHOLE, QUARTERS = "0", ("1", "2", "3", "4")
"""The names of what is painted: the page, then its quarters in the order in which one reads."""


class Refused(Exception):
    """The page is not painted; `reason` is one of the words of `page_decoding.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def prepare_process(limits: dict[str, int]) -> None:
    """Load the library and have it set its fonts up, once, before any file."""
    Image.MAX_IMAGE_PIXELS = None
    blank = pdfium.PdfDocument.new()
    blank.new_page(72, 72)
    written = io.BytesIO()
    blank.save(written)
    done({"page": 0, "longest": 8}, written.getvalue(), limits)


def done(
    order: dict[str, Any], data: bytes, limits: dict[str, int]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Paint the page `order["page"]` (from 0), its longer side `order["longest"]` pixels.

    Gives {"pages": how many there are} and JPEG files by their names. Raises Refused.
    """
    try:
        paper = pdfium.PdfDocument(data)
        number = len(paper)
        if not 0 <= order["page"] < number:
            raise Refused("no_such_page")
        page = paper[order["page"]]
        wide, high = page.get_size()
    except pdfium.PdfiumError as error:
        raise Refused("damaged") from error
    if not (wide > 0 and high > 0):
        raise Refused("damaged")
    longest = int(order["longest"])
    files = {WHOLE: _painted(page, longest / max(wide, high), (0, 0, 0, 0))}
    if max(wide, high) > A3:
        scale = 2 * longest / max(wide, high)
        for name, cut in zip(QUARTERS, _quarters(wide, high), strict=True):
            files[name] = _painted(page, scale, cut)
    return {"pages": number}, files


def _quarters(wide: float, high: float) -> list[tuple[float, float, float, float]]:
    """Give what to cut off (left, bottom, right, top) for each quarter."""
    x, y = wide / 2, high / 2
    return [(0, y, x, 0), (x, y, 0, 0), (0, 0, x, y), (x, 0, 0, y)]


def _painted(page: Any, scale: float, cut: tuple[float, float, float, float]) -> bytes:
    bitmap = page.render(scale=scale, crop=cut, may_draw_forms=False, no_smoothpath=False)
    written = io.BytesIO()
    bitmap.to_pil().convert("RGB").save(written, "JPEG", quality=JPEG_QUALITY)
    return written.getvalue()
