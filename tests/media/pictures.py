"""Small pictures for tests, made here: good ones, odd ones, hostile ones."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
import zxingcpp
from PIL import Image, ImageCms
from PIL.Image import Transpose

SECRET = b"BI-MAT-KHONG-DUOC-LO"
SCRIPT = b"<html><script>alert('BI-MAT-KHONG-DUOC-LO')</script></html>"
RED, GREEN, BLUE, GOLD = (200, 30, 30), (30, 160, 60), (30, 60, 200), (220, 180, 40)
CORNERS = (RED, GREEN, BLUE, GOLD)

# How an upright picture is stored by a camera that then writes this EXIF orientation.
STORED_AS = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}


def four_corners(width: int = 120, height: int = 80, mode: str = "RGB") -> Image.Image:
    """Give a picture with a colour of its own in each corner: red, green / blue, gold."""
    image = Image.new("RGB", (width, height))
    half = (width // 2, height // 2)
    for number, colour in enumerate(CORNERS):
        patch = Image.new("RGB", (width - half[0], height - half[1]), colour)
        image.paste(patch, (half[0] * (number % 2), half[1] * (number // 2)))
    return image if mode == "RGB" else image.convert(mode)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    """Give `image` as a file of `kind`, HEIC too."""
    written = io.BytesIO()
    if kind == "HEIC":
        heif = pillow_heif.from_pillow(image)
        heif.save(written, quality=90, **options)
    else:
        image.save(written, kind, **options)
    return written.getvalue()


def jpeg(width: int = 120, height: int = 80) -> bytes:
    """Give a plain small JPEG."""
    return encoded(four_corners(width, height))


def qr(says: str) -> bytes:
    """Give a photo of a QR code, as a phone takes it."""
    code = zxingcpp.create_barcode(says, zxingcpp.BarcodeFormat.QRCode)
    return encoded(Image.fromarray(code.to_image(scale=6)).convert("RGB"))


def exif(orientation: int = 1) -> bytes:
    """Give EXIF with an orientation, a comment, and a GPS position, each carrying SECRET."""
    tags = Image.Exif()
    tags[0x0112] = orientation
    tags[0x010E] = SECRET.decode()
    tags[0x0132] = "2026:11:19 09:12:00"
    gps = tags.get_ifd(0x8825)
    gps[1], gps[2] = "N", (21.0, 42.0, 10.0)
    gps[3], gps[4] = "E", (104.0, 52.0, 30.0)
    gps[29] = SECRET.decode()
    return tags.tobytes()


def turned(orientation: int, kind: str = "JPEG") -> bytes:
    """Give four_corners as a camera held that way stores it."""
    method = STORED_AS[orientation]
    image = four_corners()
    stored = image.transpose(method) if method is not None else image
    return encoded(stored, kind, exif=exif(orientation), **QUALITY.get(kind, {}))


QUALITY: dict[str, dict[str, Any]] = {"JPEG": {"quality": 95}, "WEBP": {"quality": 95}}


def talkative(kind: str) -> bytes:
    """Give a picture of `kind` that carries SECRET wherever the format has room for words."""
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    profile = profile_with_words()
    image = four_corners()
    if kind == "JPEG":
        options: dict[str, Any] = {"comment": SECRET, "xmp": xmp}
    elif kind == "PNG":
        options = {"pnginfo": _png_words()}
    elif kind == "HEIC":
        options = {"xmp": xmp}
        image.info["icc_profile"] = profile
        return encoded(image, kind, exif=exif(), **options)
    else:
        options = {"xmp": xmp}
    return encoded(image, kind, exif=exif(), icc_profile=profile, **options)


def profile_with_words() -> bytes:
    """Give an sRGB colour profile whose copyright text is SECRET."""
    raw = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    words = SECRET.decode().encode("utf-16-be")
    place = raw.find("No copyright".encode("utf-16-be"))
    assert place > 0
    return raw[:place] + words[:24] + raw[place + 24 :] + SECRET


def swapped_profile() -> bytes:
    """Give a profile in which red and blue have changed places: ignoring it shows."""
    raw = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for entry in range(128 + 4, 128 + 4 + 12 * struct.unpack(">I", raw[128:132])[0], 12):
        tag = bytes(raw[entry : entry + 4])
        if tag in (b"rXYZ", b"bXYZ"):
            raw[entry : entry + 4] = b"bXYZ" if tag == b"rXYZ" else b"rXYZ"
    return bytes(raw).replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))


def animation(kind: str) -> bytes:
    """Give two frames that move."""
    frames = [Image.new("RGB", (32, 32), colour) for colour in (RED, BLUE)]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def heic_with_two_stills() -> bytes:
    """Give a HEIC as a phone's burst makes it: two pictures, the first is the main one."""
    written = io.BytesIO()
    heif = pillow_heif.from_pillow(Image.new("RGB", (64, 64), RED))
    heif.add_from_pillow(Image.new("RGB", (64, 64), BLUE))
    heif.save(written, quality=90)
    return written.getvalue()


def png_that_claims(width: int, height: int, rows: bytes = b"") -> bytes:
    """Give a PNG whose header claims any size, with `rows` as its packed pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return _png(("IHDR", header), ("IDAT", zlib.compress(rows)), ("IEND", b""))


def png_with_a_text_bomb() -> bytes:
    """Give a small PNG whose compressed words unpack to 100 MB."""
    bomb = b"Comment\0\0" + zlib.compress(b"0" * 100_000_000, 9)
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixel = zlib.compress(b"\0\1\2\3")
    return _png(("IHDR", header), ("zTXt", bomb), ("IDAT", pixel), ("IEND", b""))


def _png(*chunks: tuple[str, bytes]) -> bytes:
    parts = [b"\x89PNG\r\n\x1a\n"]
    for name, body in chunks:
        named = name.encode() + body
        parts.append(struct.pack(">I", len(body)) + named + struct.pack(">I", zlib.crc32(named)))
    return b"".join(parts)


def _png_words() -> Any:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Comment", SECRET.decode())
    words.add_text("Description", SECRET.decode(), zip=True)
    words.add_itxt("XML:com.adobe.xmp", SECRET.decode())
    return words
