"""Kept TLS connections to one push service, and the little of HTTP/1.1 that sending needs.

General clients spend several times more on a request than its encryption costs
(docs/decisions). What is left out here cannot go wrong either: no redirects, no proxies, no
cookies, no compressed answers; an answer is a status and a few headers, or no answer.
"""

import re
import socket
import ssl
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.notifications.endpoints import BadEndpoint, Endpoint, addresses

STATUS_LINE = re.compile(rb"HTTP/1\.1 ([1-5][0-9]{2})(?: |$)")
MAX_ADDRESSES = 3
BODILESS = frozenset({204, 304})


class Unreachable(Exception):
    """No usable answer: no connection, too slow, too long, or not HTTP."""


class Inward(Unreachable):
    """The name leads to an address that must not be connected to."""


class Dropped(Unreachable):
    """The other side closed a kept connection before it answered at all."""


@dataclass(frozen=True)
class Limits:
    """How long (seconds) and how much (bytes) one exchange may take."""

    connect: float = 5.0
    answer: float = 10.0
    idle: float = 45.0
    size: int = 16_384


@dataclass(frozen=True)
class Answer:
    """What the push service said; ``headers`` have lower-case names."""

    status: int
    headers: Mapping[bytes, bytes]


class Connection:
    """One TLS connection, used by one thread at a time."""

    def __init__(self, sock: socket.socket, limits: Limits) -> None:
        """Take a connected socket; ``sock`` is closed by ``close``."""
        self._sock = sock
        self._limits = limits
        self.used_at = time.monotonic()
        self.is_used = False

    def send(self, request: bytes) -> None:
        """Write one whole request; raise ``Unreachable``."""
        self._sock.settimeout(self._limits.answer)
        try:
            self._sock.sendall(request)
        except TimeoutError as error:
            raise Unreachable("too slow") from error
        except OSError as error:
            raise self._lost(error) from error

    def receive(self, deadline: float) -> tuple[Answer, bool]:
        """Read the answer until ``deadline`` (monotonic), and tell whether to keep the line.

        Raises ``Unreachable``; ``Dropped`` if nothing came and the line had served before.
        """
        head, rest = self._read_head(deadline)
        answer = _parsed(head)
        while answer.status < 200:
            head, rest = self._read_head(deadline, rest)
            answer = _parsed(head)
        keep = self._skip_body(answer, len(rest), deadline)
        self.used_at, self.is_used = time.monotonic(), True
        return answer, keep

    def close(self) -> None:
        """Close without a farewell: nothing of ours is under way."""
        self._sock.close()

    def _read_head(self, deadline: float, data: bytes = b"") -> tuple[bytes, bytes]:
        head, end, rest = data.partition(b"\r\n\r\n")
        while not end:
            data += self._read(deadline, started=bool(data))
            if len(data) > self._limits.size:
                raise Unreachable("answer too long")
            head, end, rest = data.partition(b"\r\n\r\n")
        return head, rest

    def _skip_body(self, answer: Answer, have: int, deadline: float) -> bool:
        """Read past the body; False where its end is not announced, or it is not worth it."""
        length = _body_length(answer)
        if length is None or length > self._limits.size:
            return False
        while have < length:
            have += len(self._read(deadline, started=True))
        return have == length and answer.headers.get(b"connection", b"").lower() != b"close"

    def _read(self, deadline: float, *, started: bool) -> bytes:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Unreachable("too slow")
        self._sock.settimeout(left)
        try:
            data = self._sock.recv(self._limits.size)
        except TimeoutError as error:
            raise Unreachable("too slow") from error
        except OSError as error:
            raise (Unreachable(repr(error)) if started else self._lost(error)) from error
        if not data:
            raise Unreachable("cut off") if started else self._lost(None)
        return data

    def _lost(self, error: OSError | None) -> Unreachable:
        """Name a line that broke before any answer: only a kept one is worth a second try."""
        return Dropped("closed") if self.is_used else Unreachable(repr(error) if error else "cut")


def connect(endpoint: Endpoint, context: ssl.SSLContext, limits: Limits) -> Connection:
    """Open a connection to a checked address of the endpoint; the certificate is the name's.

    Raises ``Inward`` where the name leads inside, else ``Unreachable``.
    """
    try:
        plain = _reached(endpoint, limits)
    except BadEndpoint as error:
        raise Inward(str(error)) from error
    except OSError as error:
        raise Unreachable(repr(error)) from error
    try:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Connection(context.wrap_socket(plain, server_hostname=endpoint.host), limits)
    except OSError as error:
        plain.close()
        raise Unreachable(repr(error)) from error


def _reached(endpoint: Endpoint, limits: Limits) -> socket.socket:
    """Connect to the first of the name's addresses that answers: IPv6 may lead nowhere here."""
    failure = OSError("the name has no address")
    for address in addresses(endpoint)[:MAX_ADDRESSES]:
        try:
            return socket.create_connection((address, endpoint.port), limits.connect)
        except OSError as error:
            failure = error
    raise failure


class Pool:
    """The kept connections to one push service; several threads may use it at once."""

    def __init__(self, opening: Callable[[], Connection], limits: Limits) -> None:
        """Begin empty; ``opening`` makes a connection or raises ``Unreachable``."""
        self._open = opening
        self._limits = limits
        self._idle: deque[Connection] = deque()

    def exchange(self, requests: Sequence[bytes]) -> list[Answer | Unreachable]:
        """Send ``requests`` side by side, a connection each; give what came back, in order.

        Takes at most the time limits to connect and to answer, and the same again where the
        other side had closed kept connections: those requests are sent once more.
        """
        answers = self._round(requests)
        dropped = [at for at, answer in enumerate(answers) if isinstance(answer, Dropped)]
        if dropped:
            self.close()
            second = self._round([requests[at] for at in dropped])
            for at, answer in zip(dropped, second, strict=True):
                answers[at] = answer
        return answers

    def _round(self, requests: Sequence[bytes]) -> list[Answer | Unreachable]:
        begun: list[Connection | Unreachable] = []
        for request in requests:
            # After one failure to connect the others would only wait as long again.
            hopeless = begun and type(begun[-1]) is Unreachable
            begun.append(begun[-1] if hopeless else self._begin(request))
        deadline = time.monotonic() + self._limits.answer
        return [self._finish(each, deadline) for each in begun]

    def _begin(self, request: bytes) -> Connection | Unreachable:
        try:
            connection = self._take()
        except Unreachable as error:
            return error
        try:
            connection.send(request)
        except Unreachable as error:
            connection.close()
            return error
        return connection

    def _finish(self, begun: Connection | Unreachable, deadline: float) -> Answer | Unreachable:
        if isinstance(begun, Unreachable):
            return begun
        try:
            answer, keep = begun.receive(deadline)
        except Unreachable as error:
            begun.close()
            return error
        if keep:
            self._idle.append(begun)
        else:
            begun.close()
        return answer

    def _take(self) -> Connection:
        while self._idle:
            connection = self._idle.pop()
            if time.monotonic() - connection.used_at < self._limits.idle:
                return connection
            connection.close()
        return self._open()

    def close(self) -> None:
        """Close the connections that wait."""
        while self._idle:
            self._idle.pop().close()


def _parsed(head: bytes) -> Answer:
    first, *lines = head.split(b"\r\n")
    status = STATUS_LINE.match(first)
    if status is None:
        raise Unreachable("not an HTTP/1.1 answer")
    pairs = (line.partition(b":") for line in lines)
    return Answer(int(status[1]), {name.lower(): value.strip() for name, _, value in pairs})


def _body_length(answer: Answer) -> int | None:
    """Give the body's length in bytes, or None where only the end of the line tells it."""
    if answer.status in BODILESS:
        return 0
    length = answer.headers.get(b"content-length", b"")
    is_plain = length.isdigit() and b"transfer-encoding" not in answer.headers
    return int(length) if is_plain else None
