"""Papers (PDF), looked through in the limited process: see `fork_server`."""

from __future__ import annotations

from pathlib import Path

from app.core.fork_server import DAMAGED, TOO_HEAVY, DecoderBusy, ForkServer, Undecodable, nonsense

__all__ = ["REASONS", "DecoderBusy", "Undecodable", "pages"]

PROGRAM = Path(__file__).with_name("limited") / "paper.py"
LIMITS = {
    "most_pages": 300,
    "most_objects": 60_000,
    "cpu_seconds": 8,
    "wall_seconds": 15,
    "memory_mb": 512,
}
NICE = 5
"""Somebody waits, but readers come first."""

NOT_A_PAPER = "not_a_paper"
LOCKED = "locked"
ACTIVE = "active"
BEHIND = "behind"
TOO_LONG = "too_long"
REASONS = frozenset({NOT_A_PAPER, LOCKED, ACTIVE, BEHIND, TOO_LONG, DAMAGED, TOO_HEAVY})


def pages(data: bytes) -> int:
    """Look through a PDF and give how many pages it has.

    Raises Undecodable (a reason of REASONS) and DecoderBusy.
    """
    answer = _server.run({"act": "look", "nice": NICE}, data)
    found = answer.head.get("pages")
    if not (isinstance(found, int) and 0 < found <= LIMITS["most_pages"]) or answer.files:
        raise nonsense()
    return found


_server = ForkServer(LIMITS, PROGRAM, REASONS)
