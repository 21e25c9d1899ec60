"""Keeps one caller from hogging the public look-ups.

Counted in memory and per process, for a look-up changes nothing and a GET may not write. The
limits are wide: a commune whose phones stand behind one address of their mobile network types
at once, fifty letters a second, and meets none.
"""

import threading
from collections import OrderedDict
from datetime import UTC, datetime

from app.core import clock

MOST_CALLERS = 10_000


class Window:
    """At most ``limit`` calls of one caller in each window of ``seconds``."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit, self.seconds = limit, seconds
        self._counts: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, caller: str) -> bool:
        """Count one call of ``caller``; give False once the limit is passed."""
        window = self._window()
        with self._lock:
            began, count = self._counts.pop(caller, (window, 0))
            count = count + 1 if began == window else 1
            self._counts[caller] = (window, count)
            if len(self._counts) > MOST_CALLERS:
                self._counts.popitem(last=False)
        return count <= self.limit

    def ends(self) -> datetime:
        """Give when the present window ends and counting begins anew."""
        return datetime.fromtimestamp((self._window() + 1) * self.seconds, UTC)

    def _window(self) -> int:
        return int(clock.now().timestamp() // self.seconds)
