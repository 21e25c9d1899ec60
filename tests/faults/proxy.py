"""A network that fails on command: it stands between a phone and the server and cuts.

Each cut is used up by one request to where the queue sends, or to ``/phien.json``; everything else
passes.
"""

import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass

HOST = "127.0.0.1"
CHUNK = 16_384
SENDING = re.compile(rb"(POST /(phan-anh/moi|to-cong-nghe/khu/\S+)|GET /phien\.json) ")
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Cut:
    """Where the line breaks: ``before`` the request, ``during`` it, or ``after`` it arrived.

    ``first`` is how a request must begin; ``kill`` is called there too, so that the server dies.
    """

    where: str
    first: bytes = b"POST"
    kill: Callable[[], None] | None = None


class Proxy:
    """A port that forwards to the server's, unless a cut is set."""

    def __init__(self, target: int) -> None:
        """Listen; connections go to ``target``."""
        self.target, self.cut = target, None
        self.is_down = False
        self.listener = socket.create_server((HOST, 0))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Listen no more."""
        self.listener.close()

    def set(self, cut: Cut | None) -> None:
        """Break the next request that fits."""
        with self.lock:
            self.cut = cut

    def _take(self, head: bytes) -> Cut | None:
        with self.lock:
            cut = self.cut
            if cut is None or not SENDING.match(head) or not head.startswith(cut.first):
                return None
            self.cut = None
            return cut

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        """Handle one connection, a request at a time."""
        with client:
            try:
                while not self.is_down and self._one(client):
                    pass
            except OSError:
                return

    def _one(self, client: socket.socket) -> bool:
        head = _head(client)
        if not head:
            return False
        cut = self._take(head)
        if cut and cut.where == "before":
            return _break(cut)
        with socket.create_connection((HOST, self.target), timeout=30) as server:
            if not _forward(client, server, head, half=bool(cut and cut.where == "during")):
                return _break(cut)
            answer = server.recv(CHUNK)
            if cut:
                return _break(cut)
            while answer:
                client.sendall(answer)
                answer = server.recv(CHUNK)
        return False


def _break(cut: Cut | None) -> bool:
    if cut and cut.kill:
        cut.kill()
    return False


def _head(client: socket.socket) -> bytes:
    """Give a request up to its empty line, and whatever of the body came along."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = client.recv(CHUNK)
        if not more:
            return b""
        data += more
    return data.replace(b"Connection: keep-alive", b"Connection: close", 1)


def _forward(client: socket.socket, server: socket.socket, head: bytes, half: bool) -> bool:
    """Send the request on; False when only half of its body was."""
    top, _gap, body = head.partition(b"\r\n\r\n")
    found = LENGTH.search(top)
    length = int(found[1]) if found else 0
    server.sendall(head)
    sent = len(body)
    stop = length // 2 if half else length
    while sent < stop:
        more = client.recv(min(CHUNK, stop - sent))
        if not more:
            return False
        server.sendall(more)
        sent += len(more)
    return not half
