"""The code on a paper bill, from a photo of its QR or barcode.

The photo is decoded and repainted in the limited process first; the reader sees only that copy,
and nothing of it is kept.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from app.core import cards
from app.core.errors import DomainError
from app.core.lazy import lazy
from app.media import decoding
from app.payments.vietqr import NotVietQR, parse

if TYPE_CHECKING:
    import zxingcpp
    from PIL import Image
else:
    zxingcpp = lazy("zxingcpp")
    Image = lazy("PIL.Image")

MAX_BYTES = 20 * 1024 * 1024
LABELLED = re.compile(r"(?:ma_?kh|makh|code|customer_?code)[=:]\s*([\w.-]{4,40})", re.IGNORECASE)
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .-]{2,38}[A-Za-z0-9]")


class NoCodeSeen(DomainError):
    """The photo shows no code that can be read."""

    def __init__(self) -> None:
        super().__init__(
            _l("No code could be read. Hold the phone closer and straight, or type the code."),
            field="code",
        )


def read_photo(data: bytes) -> str:
    """Give the customer code that a photo shows; raises ``NoCodeSeen``, ``CardShown``."""
    if not data or len(data) > MAX_BYTES:
        raise NoCodeSeen
    try:
        copy = decoding.clean(data).files["clean"]
    except (decoding.Undecodable, decoding.DecoderBusy) as error:
        raise NoCodeSeen from error
    with Image.open(io.BytesIO(copy), formats=["JPEG"]) as image:
        texts = [found.text for found in zxingcpp.read_barcodes(image.convert("L"))]
    for text in texts:
        cards.refuse(text)
    return next((code for code in map(code_in, texts) if code), "") or _none()


def code_in(text: str) -> str:
    """Give the customer code in what a QR or barcode says, empty where there is none.

    It may be the bare code, a labelled field, or the bill's or purpose's part of a VietQR.
    Raises ``CardShown``.
    """
    cards.refuse(text)
    try:
        told = parse(text.strip())
        return told.bill or told.reference or told.purpose
    except NotVietQR:
        labelled = LABELLED.search(text)
    if labelled:
        return labelled[1]
    first = re.split(r"[|;\n]", text.strip())[0].strip()
    return first if CODE.fullmatch(first) else ""


def _none() -> str:
    raise NoCodeSeen
