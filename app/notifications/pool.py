"""The kept connections to one push service.

Where very many messages wait, up to four follow one another on a connection before the first
answer is read (pipelining, RFC 9112 9.3.2): that saves three of four writes and waits. A message
may be sent again, as it carries an id that a phone shows once; so what a service leaves
unanswered goes once more, alone. One that answers only the first is not asked for this again.
"""

import time
from collections import deque
from collections.abc import Callable, Sequence

from app.notifications.wire import Answer, Connection, Dropped, Limits, Unreachable

SIDE_BY_SIDE = 16
IN_A_ROW = 4

Outcomes = list[Answer | Unreachable]


class Pool:
    """Connections that wait for their next use; several threads may use it at once."""

    def __init__(self, opening: Callable[[], Connection], limits: Limits) -> None:
        """Begin empty; ``opening`` makes a connection or raises ``Unreachable``."""
        self._open = opening
        self._limits = limits
        self._idle: deque[Connection] = deque()
        self._in_a_row = IN_A_ROW

    @property
    def at_once(self) -> int:
        """Give how many requests one exchange should take."""
        return SIDE_BY_SIDE * self._in_a_row

    def exchange(self, requests: Sequence[bytes]) -> Outcomes:
        """Send ``requests``, up to 16 side by side; give what came back, in order.

        Takes at most the time limits to connect and to answer, and the same again where the
        other side had closed kept connections: those requests are sent once more.
        """
        in_a_row = min(self._in_a_row, -(-len(requests) // SIDE_BY_SIDE))
        answers = self._rounds(requests, in_a_row)
        dropped = [at for at, answer in enumerate(answers) if isinstance(answer, Dropped)]
        if dropped:
            self.close()
            second = self._rounds([requests[at] for at in dropped], 1)
            for at, answer in zip(dropped, second, strict=True):
                answers[at] = answer
        return answers

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def _rounds(self, requests: Sequence[bytes], in_a_row: int) -> Outcomes:
        """Go through all requests, ``in_a_row`` on each of 16 connections at a time."""
        size = SIDE_BY_SIDE * in_a_row
        answers: Outcomes = []
        for start in range(0, len(requests), size):
            if answers and all(type(answer) is Unreachable for answer in answers[-size:]):
                # The service is down: the others would only wait as long again.
                return answers + [answers[-1]] * (len(requests) - start)
            some = requests[start : start + size]
            answers += self._round(
                [some[at : at + in_a_row] for at in range(0, len(some), in_a_row)]
            )
        return answers

    def _round(self, rows: Sequence[Sequence[bytes]]) -> Outcomes:
        begun: list[Connection | Unreachable] = []
        for row in rows:
            # After one failure to connect the others would only wait as long again.
            hopeless = begun and type(begun[-1]) is Unreachable
            begun.append(begun[-1] if hopeless else self._begin(b"".join(row)))
        deadline = time.monotonic() + self._limits.answer
        answers: Outcomes = []
        for each, row in zip(begun, rows, strict=True):
            answers += self._finish(each, len(row), deadline)
        return answers

    def _begin(self, requests: bytes) -> Connection | Unreachable:
        try:
            connection = self._take()
        except Unreachable as error:
            return error
        try:
            connection.send(requests)
        except Unreachable as error:
            connection.close()
            return error
        return connection

    def _finish(self, begun: Connection | Unreachable, count: int, deadline: float) -> Outcomes:
        """Read ``count`` answers; the last word on the line stands for all that are missing."""
        if isinstance(begun, Unreachable):
            return [begun] * count
        answers, keep, end = self._read(begun, count, deadline)
        if keep and begun.is_quiet:
            self._idle.append(begun)
        else:
            begun.close()
        missing = count - len(answers)
        if answers and missing:
            self._in_a_row = 1
        return answers + [end] * missing

    def _read(
        self, connection: Connection, count: int, deadline: float
    ) -> tuple[Outcomes, bool, Unreachable]:
        answers: Outcomes = []
        for _ in range(count):
            try:
                answer, keep = connection.receive(deadline)
            except Unreachable as error:
                return answers, False, error
            answers.append(answer)
            if not keep:
                return answers, False, Dropped("closed after an answer")
        return answers, True, Dropped("closed")

    def _take(self) -> Connection:
        while self._idle:
            connection = self._idle.pop()
            if time.monotonic() - connection.used_at < self._limits.idle:
                return connection
            connection.close()
        return self._open()
