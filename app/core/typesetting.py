"""Pages of HTML as PDF, set by WeasyPrint in a limited process of its own (`typesetter`).

It needs Pango of the system. Where that is not installed, `missing` says so and no PDF is made.
"""

import base64
import ctypes.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache

PROGRAM = [sys.executable, "-m", "app.core.typesetter"]
LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")
PACKAGES = "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
"""Of Debian: what brings the libraries, and letters to set with."""
LIMITS = {"memory_mb": 1024, "cpu_seconds": 120}
SECONDS = 300
"""On the wall."""


class NotSet(Exception):
    """The process ended without its PDFs; the last line says why."""


@cache
def missing() -> tuple[str, ...]:
    """Give the libraries that the system lacks; looked at once in a process."""
    return tuple(each for each in LIBRARIES if ctypes.util.find_library(each) is None)


def pdfs(pages: Sequence[str], css: str) -> list[bytes]:
    """Set each page; all of them in one process, since starting it takes longest.

    Raises:
        NotSet: a page cannot be set, or the process used up its memory or time.
    """
    order = json.dumps({**LIMITS, "css": css, "pages": list(pages)})
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            PROGRAM, input=order, capture_output=True, text=True, check=False, timeout=SECONDS,
            env={**os.environ, "MALLOC_ARENA_MAX": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise NotSet("it took too long") from error
    if done.returncode:
        raise NotSet((done.stderr.strip().splitlines() or [str(done.returncode)])[-1][:200])
    return [base64.b64decode(each) for each in json.loads(done.stdout)]
