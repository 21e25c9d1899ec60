"""A TLS connection to a push service, and the little of HTTP/1.1 that sending needs.

General clients spend several times more on a request than its encryption costs
(docs/decisions). What is left out here cannot go wrong either: no redirects, no proxies, no
cookies, no compressed answers; an answer is a status and a few headers, or no answer.
"""

import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.notifications.endpoints import BadEndpoint, Endpoint, addresses

STATUS_LINE = re.compile(rb"HTTP/1\.1 ([1-5][0-9]{2})(?: |$)")
MAX_ADDRESSES = 3
BODILESS = frozenset({204, 304})
HURRY = 1.0
"""Seconds by which a wait may outlast its deadline: setting the limit anew costs a system call."""


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


class Answer(NamedTuple):
    """What the push service said; ``headers`` have lower-case names."""

    status: int
    headers: Mapping[bytes, bytes]


class Connection:
    """One TLS connection, used by one thread at a time."""

    def __init__(self, sock: socket.socket, limits: Limits) -> None:
        """Take a connected socket; ``sock`` is closed by ``close``."""
        self._sock = sock
        self._limits = limits
        self._patience = limits.answer
        self._unread = b""
        sock.settimeout(limits.answer)
        self.used_at = time.monotonic()
        self.is_used = False

    def send(self, requests: bytes) -> None:
        """Write one or more whole requests; raise ``Unreachable``."""
        self._wait_for(self._limits.answer)
        self._unread = b""
        try:
            self._sock.sendall(requests)
        except TimeoutError as error:
            raise Unreachable("too slow") from error
        except OSError as error:
            raise self._lost(error) from error

    def receive(self, deadline: float) -> tuple[Answer, bool]:
        """Read the next answer until ``deadline`` (monotonic), and tell whether to go on.

        Raises ``Unreachable``; ``Dropped`` if nothing came and the line had served before.
        """
        answer = _parsed(self._read_head(deadline))
        while answer.status < 200:
            answer = _parsed(self._read_head(deadline))
        keep = self._skip_body(answer, deadline)
        self.used_at, self.is_used = time.monotonic(), True
        return answer, keep

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing came that nobody asked for."""
        return not self._unread

    def close(self) -> None:
        """Close without a farewell: nothing of ours is under way."""
        self._sock.close()

    def _read_head(self, deadline: float) -> bytes:
        head, end, rest = self._unread.partition(b"\r\n\r\n")
        while not end:
            self._unread += self._read(deadline, started=bool(self._unread))
            if len(self._unread) > self._limits.size:
                raise Unreachable("answer too long")
            head, end, rest = self._unread.partition(b"\r\n\r\n")
        self._unread = rest
        return head

    def _skip_body(self, answer: Answer, deadline: float) -> bool:
        """Read past the body; False where its end is not announced, or it is not worth it."""
        length = _body_length(answer)
        if length is None or length > self._limits.size:
            return False
        while len(self._unread) < length:
            self._unread += self._read(deadline, started=True)
        self._unread = self._unread[length:]
        return answer.headers.get(b"connection", b"").lower() != b"close"

    def _read(self, deadline: float, *, started: bool) -> bytes:
        left = deadline - time.monotonic()
        if left <= 0:
            raise Unreachable("too slow")
        if left < self._patience - HURRY:
            self._wait_for(left)
        try:
            data = self._sock.recv(self._limits.size)
        except TimeoutError as error:
            raise Unreachable("too slow") from error
        except OSError as error:
            raise (Unreachable(repr(error)) if started else self._lost(error)) from error
        if not data:
            raise Unreachable("cut off") if started else self._lost(None)
        return data

    def _wait_for(self, seconds: float) -> None:
        if seconds != self._patience:
            self._sock.settimeout(seconds)
            self._patience = seconds

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
