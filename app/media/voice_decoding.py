"""Recordings, decoded and written anew in the limited process: see `fork_server`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.core.fork_server import DAMAGED, TOO_HEAVY, DecoderBusy, ForkServer, Undecodable, nonsense

__all__ = ["KINDS", "REASONS", "DecoderBusy", "Sound", "Undecodable", "clean"]

MOST_SECONDS = 30
"""What the form offers; the recorder's own slowness is not held against anybody."""
PROGRAM = Path(__file__).with_name("limited") / "sound.py"
LIMITS = {
    "most_ms": (MOST_SECONDS + 5) * 1000,
    "least_ms": 300,
    "cpu_seconds": 5,
    "wall_seconds": 15,
    "memory_mb": 512,
}
NICE = 5
"""Somebody waits, but readers come first."""

NOT_A_RECORDING = "not_a_recording"
VIDEO = "video"
TOO_LONG, TOO_SHORT = "too_long", "too_short"
REASONS = frozenset({NOT_A_RECORDING, VIDEO, TOO_LONG, TOO_SHORT, DAMAGED, TOO_HEAVY})
KINDS = ("webm", "m4a")
"""Opus for nearly all; AAC for iPhones before iOS 17.4, which cannot play it."""


@dataclass(frozen=True)
class Sound:
    """How long a recording is, in milliseconds, and its files by KINDS."""

    ms: int
    files: dict[str, bytes]


def clean(data: bytes) -> Sound:
    """Write a recording anew, mono, with nothing in it but its sound.

    Raises Undecodable (a reason of REASONS) and DecoderBusy.
    """
    answer = _server.run({"act": "clean", "nice": NICE}, data)
    ms, files = answer.head.get("ms"), answer.files
    if not (isinstance(ms, int) and 0 < ms <= LIMITS["most_ms"] and set(files) == set(KINDS)):
        raise nonsense()
    if files["webm"][:4] != b"\x1a\x45\xdf\xa3" or files["m4a"][4:8] != b"ftyp":
        raise nonsense()
    return Sound(ms, files)


_server = ForkServer(LIMITS, PROGRAM, REASONS)
