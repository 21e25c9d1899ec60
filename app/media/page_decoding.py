"""Pages of a PDF as pictures, painted in the limited process: see `fork_server`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.core.fork_server import DAMAGED, TOO_HEAVY, DecoderBusy, ForkServer, Undecodable, nonsense

__all__ = ["REASONS", "DecoderBusy", "Painted", "Undecodable", "paint"]

PROGRAM = Path(__file__).with_name("limited") / "pages.py"
LIMITS = {"cpu_seconds": 20, "wall_seconds": 40, "memory_mb": 1024}
NICE = 15
"""Nobody waits for it."""
LONGEST_SIDE = 1_600
"""Pixels: what a clean copy of a photo has too, so that nothing is lost when it becomes one."""
NO_SUCH_PAGE = "no_such_page"
REASONS = frozenset({NO_SUCH_PAGE, DAMAGED, TOO_HEAVY})
JPEG = b"\xff\xd8\xff"
PARTS = frozenset("01234")


@dataclass(frozen=True)
class Painted:
    """The pictures of a page by their parts: 0 is all of it, 1 to 4 the quarters of a large one."""

    parts: Mapping[int, bytes]


def paint(data: bytes, page: int) -> Painted:
    """Paint a page (from 0) of a PDF that was looked through before.

    Raises Undecodable (a reason of REASONS) and DecoderBusy.
    """
    order = {"act": "paint", "nice": NICE, "page": page, "longest": LONGEST_SIDE}
    files = _server.run(order, data).files
    if not set(files) <= PARTS or "0" not in files:
        raise nonsense()
    if not all(content.startswith(JPEG) for content in files.values()):
        raise nonsense()
    return Painted({int(name): content for name, content in sorted(files.items())})


_server = ForkServer(LIMITS, PROGRAM, REASONS)
