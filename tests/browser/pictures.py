"""Pictures for the browser: noise enough that a photo's size means something."""

from functools import cache
from io import BytesIO

from PIL import Image

UPRIGHT_AFTER_A_TURN = 6
"""EXIF orientation of a phone held upright: the picture lies on its side in the file."""


@cache
def jpeg(width: int, height: int) -> bytes:
    """A photo-like JPEG, some megabytes at 12 megapixels."""
    return _written(_noise(width, height))


@cache
def sideways(width: int, height: int) -> bytes:
    """A JPEG that is upright only when its EXIF orientation is followed."""
    exif = Image.Exif()
    exif[0x0112] = UPRIGHT_AFTER_A_TURN
    return _written(_noise(width, height), exif=exif)


def text_as_jpeg() -> bytes:
    """What is no picture, whatever its name says."""
    return b"this is only text " * 100


def _noise(width: int, height: int) -> Image.Image:
    small = Image.effect_noise((width // 16, height // 16), 40).convert("RGB")
    return small.resize((width, height), Image.Resampling.BICUBIC)


def _written(picture: Image.Image, **options: object) -> bytes:
    file = BytesIO()
    picture.save(file, "JPEG", quality=92, **options)
    return file.getvalue()
