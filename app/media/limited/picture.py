"""What the limited process does with one picture: look, turn upright, repaint, write anew.

Everything a file may carry besides its pixels (EXIF, GPS, comments, colour profiles, XMP,
appended archives or scripts) stays behind, because only pixels are pasted into a new image and
only that new image is written.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

import pillow_heif
import zxingcpp
from PIL import Image, ImageCms, ImageDraw, ImageFile, ImageOps, UnidentifiedImageError
from PIL import JpegImagePlugin as _jpeg  # noqa: F401  named here so that they are loaded
from PIL import MpoImagePlugin as _mpo  # noqa: F401  before the process may open no more files
from PIL import PngImagePlugin as _png  # noqa: F401
from PIL import WebPImagePlugin as _webp  # noqa: F401

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")  # a JPEG with several pictures opens as MPO
STILL_FORMATS_WITH_SEVERAL_PICTURES = ("MPO", "HEIF")
MOVING_HEIF_BRANDS = (b"msf1", b"hevc", b"hevx")
EXIF_ORIENTATION = 0x0112
WHITE = (255, 255, 255)
COVER = (70, 70, 70)
JPEG_QUALITY = 90
WEBP_QUALITY = 72
WEBP_EFFORT = 2  # twice as fast as the usual 4, for files 6 % larger
SRGB = ImageCms.createProfile("sRGB")


class Refused(Exception):
    """The file is not taken; `reason` is one of the words of `decoding.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def prepare_process(limits: dict[str, int]) -> None:
    """Set the libraries up once, before any picture: no bombs, no threads, no half pictures."""
    Image.MAX_IMAGE_PIXELS = limits["max_pixels"]
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("ignore")
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.register_heif_opener(thumbnails=False)
    Image.preinit()
    # Painting one picture now loads what the libraries would otherwise open later.
    warm = _jpeg_bytes(Image.new("RGB", (8, 8)))
    sizes(warm, {"warm": (4, 4, True)})
    codes(warm)


def done(
    order: dict[str, Any], data: bytes, limits: dict[str, int]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Do what `order` says; give {"width", "height"} in pixels and the files. Raises Refused.

    For "codes" the head has what the picture's QR codes say instead.
    """
    if order["act"] == "codes":
        return {"codes": codes(data)}, {}
    if order["act"] == "sizes":
        size, files = sizes(data, order["wanted"])
    elif order["act"] == "cover":
        size, files = cover(data, order["boxes"])
    else:
        size, files = clean(data, order["longest"], limits["max_pixels"])
    return {"width": size[0], "height": size[1]}, files


def clean(data: bytes, longest: int, max_pixels: int) -> tuple[tuple[int, int], dict[str, bytes]]:
    """Decode `data` and repaint it upright in sRGB, its longest side at most `longest` pixels.

    Gives (width, height) and {"clean": JPEG bytes}. Raises Refused.
    """
    with _opened(data, max_pixels) as image:
        _refuse_moving(image, data)
        turn = _orientation(image)
        picture = _painted(image, longest)
    upright = _turned(picture, turn)
    return upright.size, {"clean": _jpeg_bytes(upright)}


def sizes(
    data: bytes, wanted: dict[str, tuple[int, int, bool]]
) -> tuple[tuple[int, int], dict[str, bytes]]:
    """Make WebP files from a clean JPEG copy.

    `wanted` is {name: [width, height, crop]}; a cropped one fills its box, another fits into it,
    and none is enlarged. Gives the copy's (width, height) and {name: WebP bytes}.
    """
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        image.load()
        return image.size, {name: _webp_bytes(_sized(image, *box)) for name, box in wanted.items()}


def cover(
    data: bytes, boxes: list[tuple[int, int, int, int]]
) -> tuple[tuple[int, int], dict[str, bytes]]:
    """Paint `boxes` (left, top, width, height in thousandths) over a WebP file of ours.

    Gives (width, height) and {"clean": JPEG bytes}: what lies below is in it no more.
    """
    with Image.open(io.BytesIO(data), formats=("WEBP",)) as image:
        image.load()
        picture = image.convert("RGB")
    brush, (wide, high) = ImageDraw.Draw(picture), picture.size
    for left, top, width, height in boxes:
        corner = (left * wide // 1000, top * high // 1000)
        opposite = (-(-(left + width) * wide // 1000), -(-(top + height) * high // 1000))
        brush.rectangle((*corner, *opposite), fill=COVER)
    return picture.size, {"clean": _jpeg_bytes(picture)}


def codes(data: bytes) -> list[str]:
    """Give what the QR codes in a clean JPEG copy say."""
    with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
        wanted = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        found = zxingcpp.read_barcodes(image.convert("L"), formats=wanted)
    return [each.text for each in found]


def _opened(data: bytes, max_pixels: int) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise Refused("not_a_photo") from error
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise Refused("too_many_pixels") from error
    if image.width * image.height > max_pixels:
        raise Refused("too_many_pixels")
    return image


def _refuse_moving(image: Image.Image, data: bytes) -> None:
    """Refuse animations. A phone's several stills in one file are fine: its main one is taken."""
    if image.format in STILL_FORMATS_WITH_SEVERAL_PICTURES:
        moving = data[8:12] in MOVING_HEIF_BRANDS and data[4:8] == b"ftyp"
    else:
        moving = getattr(image, "n_frames", 1) > 1
    if moving:
        raise Refused("moving")


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 to 8. Unreadable EXIF does not make a bad photo: it counts as 1."""
    try:
        turn = image.getexif().get(EXIF_ORIENTATION, 1)
    except Exception:  # noqa: BLE001  broken EXIF raises nearly anything
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _painted(image: Image.Image, longest: int) -> Image.Image:
    """The pixels in sRGB on white, scaled down before the costly steps."""
    target = _fitted(image.size, longest)
    image.draft(None, target)  # a JPEG decoder can leave out detail nobody will see
    profile = image.info.get("icc_profile")
    flat = _flattened(_scaled(_plain_mode(image), target))
    return _in_srgb(flat, profile)


def _fitted(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _plain_mode(image: Image.Image) -> Image.Image:
    """Palettes, single bits and 16-bit greys in a mode that can be scaled smoothly."""
    image.load()
    if image.mode.startswith("I;16") or image.mode == "I":
        return image.convert("I").point(lambda value: value / 257).convert("L")
    if image.mode in ("P", "PA") or "transparency" in image.info:
        return image.convert("RGBA")
    return image.convert("L") if image.mode == "1" else image


def _scaled(image: Image.Image, target: tuple[int, int]) -> Image.Image:
    if image.size == target:
        return image
    return image.resize(target, Image.Resampling.BICUBIC, reducing_gap=2.0)


def _flattened(image: Image.Image) -> Image.Image:
    """Transparency painted on white."""
    if image.mode not in ("RGBA", "LA", "RGBa", "La"):
        return image
    solid = image.convert("RGBA")
    paper = Image.new("RGB", image.size, WHITE)
    paper.paste(solid, mask=solid.getchannel("A"))
    return paper


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert by the file's colour profile; a profile that does not fit its picture is left out."""
    if profile and not _is_srgb(profile):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            return image.convert("RGB")
        if converted is not None:
            return converted
    return image.convert("RGB")


def _is_srgb(profile: bytes) -> bool:
    """Whether the profile calls itself sRGB (ICC.1 `desc` tag, ASCII or UTF-16)."""
    return re.search(rb"s\0?R\0?G\0?B\0? ?\0?I\0?E\0?C", profile[:4096]) is not None


def _turned(image: Image.Image, turn: int) -> Image.Image:
    """A new image that holds nothing but these pixels, the right way up (EXIF 2.32, 4.6.4 A)."""
    method = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_270,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_90,
    }.get(turn)
    upright = image.transpose(method) if method is not None else image
    fresh = Image.new("RGB", upright.size, WHITE)
    fresh.paste(upright)
    return fresh


def _sized(image: Image.Image, width: int, height: int, crop: bool) -> Image.Image:
    if crop:
        side = min(width, height, *image.size)
        return ImageOps.fit(image, (side, side), Image.Resampling.BICUBIC)
    fresh = image.copy()
    fresh.thumbnail((width, height), Image.Resampling.LANCZOS)
    return fresh


def _jpeg_bytes(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "JPEG", quality=JPEG_QUALITY)
    return written.getvalue()


def _webp_bytes(image: Image.Image) -> bytes:
    written = io.BytesIO()
    image.save(written, "WEBP", quality=WEBP_QUALITY, method=WEBP_EFFORT, exif=b"", xmp=b"")
    return written.getvalue()
