"""Words said aloud by espeak-ng, in the limited process: see `fork_server`.

The program is the operator's to install: Debian's package `espeak-ng` brings the library that the
limited process loads. Where it is not there, nothing is offered.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.fork_server import DAMAGED, TOO_HEAVY, DecoderBusy, ForkServer, Undecodable, nonsense

__all__ = ["VOICE", "DecoderBusy", "Said", "Undecodable", "is_installed", "say"]

PROGRAM_NAME = "espeak-ng"
VOICE, WORDS_A_MINUTE = "vi+Annie", 150
"""Of the program's voices the one of which a recogniser understood most: decision 194."""
MOST_SECONDS = 150
PROGRAM = Path(__file__).with_name("limited") / "speech.py"
LIMITS: dict[str, Any] = {
    "voice": VOICE,
    "words_a_minute": WORDS_A_MINUTE,
    "most_ms": MOST_SECONDS * 1000,
    "cpu_seconds": 15,
    "wall_seconds": 45,
    "memory_mb": 512,
}
NICE = 10
"""The worker's: nobody's page waits for the process itself."""
TOO_LONG, SILENT = "too_long", "silent"
REASONS = frozenset({TOO_LONG, SILENT, DAMAGED, TOO_HEAVY})


@dataclass(frozen=True)
class Said:
    """How long it takes, in milliseconds, and the sound: Opus in WebM."""

    ms: int
    webm: bytes


def is_installed() -> bool:
    """Tell whether this machine has the program."""
    return shutil.which(PROGRAM_NAME) is not None


def say(words: str) -> Said:
    """Have ``words`` said, spelled out before. Raises Undecodable (of REASONS) and DecoderBusy."""
    answer = _server.run({"act": "say", "nice": NICE}, words.encode())
    ms, files = answer.head.get("ms"), answer.files
    if not (isinstance(ms, int) and 0 < ms <= LIMITS["most_ms"] and set(files) == {"webm"}):
        raise nonsense()
    if files["webm"][:4] != b"\x1a\x45\xdf\xa3":
        raise nonsense()
    return Said(ms, files["webm"])


_server = ForkServer(LIMITS, PROGRAM, REASONS)
