"""The browser, how it is started, and the two sizes of screen that count."""

import os
import shutil
from typing import Any

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
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


def program() -> str | None:
    """Give where the browser is, None on a machine without one."""
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


def started_with() -> dict[str, Any]:
    """Give how the browser is started."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": program(), "args": [*ARGUMENTS, *as_root], "headless": True}
