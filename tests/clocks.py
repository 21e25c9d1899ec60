"""The moment at which tests stand, and a clock of their own for what runs beside them.

No test reads the machine's clock. Most stand still at ``NOW``; where a browser or another
process looks at the time too, the clock runs from ``NOW`` on, in all of them alike: the test's
process by time-machine, servers by `tests.clocked`, browsers by a script before all others.
``CLOCK`` in the environment sets ``NOW`` to another moment, on Viet Nam's clock unless it
says otherwise: `make test CLOCK="2027-02-06 22:30"`.
"""

import os
import re
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

import time_machine

USUAL = datetime(2026, 11, 19, 2, 12, tzinfo=UTC)
"""A working Thursday, 09:12 in Viet Nam."""
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
CLOCK, AHEAD = "CLOCK", "TEST_CLOCK_AHEAD"
EXPIRES = re.compile(r"; *expires=[^;]*", re.IGNORECASE)

# A child's `Date` is ahead of the machine's; timers and `performance` go on as they are.
SHIFT = """if (!self.clockAhead) {
  self.clockAhead = %d;
  const Machine = Date;
  self.Date = class extends Machine {
    constructor(...given) { super(...(given.length ? given : [Machine.now() + %d])); }
    static now() { return Machine.now() + %d; }
  };
}
"""


def chosen(text: str | None) -> datetime:
    """Give the moment that ``CLOCK`` names, in UTC; the usual one where it names none."""
    if not text:
        return USUAL
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).astimezone(UTC)


NOW = chosen(os.environ.get(CLOCK))


def machine() -> datetime:
    """Give the machine's own time, whatever the test's clock says."""
    hatch = time_machine.escape_hatch
    seconds = hatch.time.time() if hatch.is_travelling() else time.time()
    return datetime.fromtimestamp(seconds, UTC)


def ahead() -> timedelta:
    """Give how far the test's clock is ahead of the machine's, to the millisecond."""
    difference = datetime.now(UTC) - machine()
    return timedelta(milliseconds=round(difference.total_seconds() * 1000))


def for_child() -> dict[str, str]:
    """Give the settings with which `tests.clocked` runs on this test's clock."""
    return {AHEAD: str(ahead().total_seconds())}


def follow() -> None:
    """Take the clock that `for_child` told of, for as long as this process lives."""
    moment = machine() + timedelta(seconds=float(os.environ[AHEAD]))
    time_machine.travel(moment).start()


def script() -> str:
    """Give what sets the clock of a page or of a service worker to the test's."""
    milliseconds = round(ahead().total_seconds() * 1000)
    return SHIFT % (milliseconds or 1, milliseconds, milliseconds)


Environ: TypeAlias = dict[str, Any]
Start: TypeAlias = Callable[..., Any]


class Told:
    """An app as browsers with another clock need it told.

    The browser's own store of cookies and pages knows the machine's clock alone: moments in
    headers are given in it. The service worker begins by setting its clock.
    """

    def __init__(self, app: Callable[[Environ, Start], Iterable[bytes]]) -> None:
        """Wrap ``app``; the clock stands as it will while the app is served."""
        self.app, self.script = app, script().encode()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        """Answer as the app does."""
        if environ["PATH_INFO"] != "/sw.js":
            return self.app(environ, lambda status, headers, *more: start(
                status, [_told(*each) for each in headers], *more
            ))  # fmt: skip
        return self._worker({**environ, "HTTP_ACCEPT_ENCODING": ""}, start)

    def _worker(self, environ: Environ, start: Start) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start(status, [_longer(*each, len(self.script)) for each in headers], *more)

        return [self.script, b"".join(self.app(environ, begin))]


def _longer(name: str, value: str, by: int) -> tuple[str, str]:
    return name, str(int(value) + by) if name == "Content-Length" else value


def _told(name: str, value: str) -> tuple[str, str]:
    if name != "Set-Cookie" or not EXPIRES.search(value) or "max-age" in value.lower():
        return name, value
    (cookie,) = SimpleCookie(value).values()
    expires = datetime.strptime(cookie["expires"], "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=UTC)
    seconds = max(0, int((expires - datetime.now(UTC)).total_seconds()))
    return name, EXPIRES.sub("", value) + f"; Max-Age={seconds}"
