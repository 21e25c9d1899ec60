"""Pictures, decoded in the limited process: see `fork_server`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.fork_server import (
    DAMAGED,
    TOO_HEAVY,
    Answer,
    DecoderBusy,
    ForkServer,
    Undecodable,
    nonsense,
)

__all__ = [
    "DAMAGED", "MOVING", "NOT_A_PHOTO", "REASONS", "TOO_HEAVY", "TOO_MANY_PIXELS",
    "Decoded", "DecoderBusy", "Undecodable", "clean", "codes", "cover", "sizes", "warm",
]  # fmt: skip

MAX_PIXELS = 60_000_000
LONGEST_SIDE = 1600
NICE_WHILE_SOMEBODY_WAITS, NICE_FOR_LATER = 5, 15
PROGRAM = Path(__file__).with_name("limited") / "picture.py"
LIMITS = {
    "max_pixels": MAX_PIXELS,
    "cpu_seconds": 10,
    "wall_seconds": 20,
    "memory_mb": 1024,
}

NOT_A_PHOTO = "not_a_photo"
MOVING = "moving"
TOO_MANY_PIXELS = "too_many_pixels"
REASONS = frozenset({NOT_A_PHOTO, DAMAGED, MOVING, TOO_MANY_PIXELS, TOO_HEAVY})
MAGIC = {"clean": b"\xff\xd8\xff", "webp": b"RIFF"}


@dataclass(frozen=True)
class Decoded:
    """Width and height in pixels, and the files that were made, by name."""

    width: int
    height: int
    files: dict[str, bytes]


def clean(data: bytes) -> Decoded:
    """Decode a photo and repaint it as a plain JPEG, upright, sRGB, with no metadata.

    Gives the copy under the name "clean", its longest side at most LONGEST_SIDE pixels.
    Raises Undecodable and DecoderBusy.
    """
    order = _order("clean", NICE_WHILE_SOMEBODY_WAITS, longest=LONGEST_SIDE)
    decoded = _decoded(_server.run(order, data))
    _check(decoded, {"clean"}, MAGIC["clean"])
    return decoded


def sizes(data: bytes, wanted: Mapping[str, tuple[int, int, bool]]) -> Decoded:
    """Make WebP files from a clean copy.

    `wanted` is {name: (width, height, crop)} in pixels. Raises Undecodable and DecoderBusy.
    """
    order = _order("sizes", NICE_FOR_LATER, wanted=dict(wanted))
    decoded = _decoded(_server.run(order, data))
    _check(decoded, set(wanted), MAGIC["webp"])
    return decoded


def cover(data: bytes, boxes: Sequence[tuple[int, int, int, int]]) -> Decoded:
    """Paint `boxes` (left, top, width, height in thousandths) over a WebP file of ours.

    Gives a clean JPEG copy under the name "clean". Raises Undecodable and DecoderBusy.
    """
    order = _order("cover", NICE_WHILE_SOMEBODY_WAITS, boxes=list(boxes))
    decoded = _decoded(_server.run(order, data))
    _check(decoded, {"clean"}, MAGIC["clean"])
    return decoded


def codes(data: bytes) -> list[str]:
    """Give what the QR codes in a clean copy say: a stranger's words, to be checked.

    Raises Undecodable and DecoderBusy.
    """
    found = _server.run(_order("codes", NICE_WHILE_SOMEBODY_WAITS), data).head.get("codes")
    if not isinstance(found, list):
        raise nonsense()
    return [str(each) for each in found]


def warm() -> None:
    """Start the fork server before the first photo comes (a web worker may call it at start)."""
    _server.start()


def _order(act: str, nice: int, **arguments: object) -> dict[str, object]:
    return {"act": act, "nice": nice, **arguments}


def _decoded(answer: Answer) -> Decoded:
    try:
        return Decoded(int(answer.head["width"]), int(answer.head["height"]), answer.files)
    except (ValueError, KeyError, TypeError) as error:
        raise nonsense() from error


def _check(decoded: Decoded, names: set[str], magic: bytes) -> None:
    whole = set(decoded.files) == names and decoded.width > 0 and decoded.height > 0
    if not whole or not all(content.startswith(magic) for content in decoded.files.values()):
        raise nonsense()


_server = ForkServer(LIMITS, PROGRAM, REASONS)
