"""The browser, how it is started, and the two sizes of screen that count."""

import os
import shutil
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
QUICK = "chromium-headless-shell"
"""The same engine without a window: a new visitor costs a sixth of the processor's time. It does
all but show notifications."""
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    # A microphone that hears a beep each second, and is allowed to.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 640},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}
ANYWHERE: dict[str, Any] = {"locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}


def program(*, whole: bool = False) -> str | None:
    """Give where the browser is, None on a machine without one; `whole`: the one with windows."""
    names = PROGRAMS if whole else (QUICK, *PROGRAMS)
    return next((path for name in names if (path := shutil.which(name))), None)


def started_with(*, whole: bool = False) -> dict[str, Any]:
    """Give how the browser is started."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        "executable_path": program(whole=whole),
        "args": [*ARGUMENTS, *as_root],
        "headless": True,
    }
