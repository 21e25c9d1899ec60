"""The bare server of `make run`: slow ones hold nobody up, and its own refusals are guarded."""

import socket
import threading
from collections.abc import Iterator

import pytest

from app.core.security import HEADERS
from tools.serve import HEAD_BYTES, server_for

pytestmark = [pytest.mark.loopback, pytest.mark.one_database]
THREADS, SLOW = 2, 40
HALVES = (
    b"GET / HTTP/1.1\r\nHost: localh",
    b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf",
)


def _app(environ, start_response):
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"here"]


@pytest.fixture
def port() -> Iterator[int]:
    """A server with few threads, on a free port."""
    lines: dict[int, object] = {}
    server = server_for(_app, "127.0.0.1", 0, threads=THREADS, map=lines)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server.effective_port
    server.trigger.pull_trigger(lambda: [each.close() for each in list(lines.values())])
    thread.join(10)
    server.task_dispatcher.shutdown()


def _ask(port: int, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        line.sendall(request)
        answer = b""
        while part := line.recv(4096):
            answer += part
        return answer


def test_many_slow_senders_hold_nobody_up(port: int) -> None:
    lines = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(SLOW)]
    for number, line in enumerate(lines):
        line.sendall(HALVES[number % 2])
    try:
        close = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        assert _ask(port, close).endswith(b"here")
    finally:
        for line in lines:
            line.close()


@pytest.mark.parametrize(("request_", "status"), [
    (b"nothing of a request\r\n\r\n", b"400"),
    ((b"GET / HTTP/1.1\r\nX: " + b"a" * HEAD_BYTES)[:HEAD_BYTES], b"431"),
    (b"POST / HTTP/1.1\r\nContent-Length: 900000000\r\n\r\n", b"413"),
])  # fmt: skip
def test_s17_what_the_server_itself_refuses_carries_the_headers(port, request_, status) -> None:
    answer = _ask(port, request_)
    assert answer.split()[1] == status
    for name in (*HEADERS, "Cache-Control"):
        assert f"\r\n{name}: ".encode() in answer, name
