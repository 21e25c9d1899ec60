"""The front in deploy/: nginx takes it, and it holds slow bodies, headers, limits and secrets."""

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from tests.deploy import front_file
from tests.deploy.front_file import HOST, NAME, NGINX

POLICY = "default-src 'self'"
pytestmark = [
    pytest.mark.loopback,
    pytest.mark.one_database,
    pytest.mark.slow,
    pytest.mark.skipif(NGINX is None, reason="nginx is not here: apt-get install nginx-light"),
]


class App(BaseHTTPRequestHandler):
    """Stands in for gunicorn: keeps what reached it."""

    seen: list[tuple[str, dict[str, str], bytes]]

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.seen.append((self.path, dict(self.headers), body))
        self.send_response(200)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", "4")
        self.end_headers()
        self.wfile.write(b"here")

    do_POST = do_GET

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@dataclass
class Front:
    """nginx before an app, and what both wrote down."""

    folder: Path
    port: int
    trust: ssl.SSLContext
    seen: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def line(self) -> ssl.SSLSocket:
        """A new connection."""
        plain = socket.create_connection((HOST, self.port), 10)
        return self.trust.wrap_socket(plain, server_hostname=NAME)

    def ask(self, request: bytes) -> tuple[int, list[str]]:
        """The status and the lines of the head of the answer to `request`."""
        with self.line() as line:
            line.sendall(request)
            return _head(line)

    def log(self) -> str:
        """What nginx logged."""
        return (self.folder / "access.log").read_text()


def _head(line: ssl.SSLSocket) -> tuple[int, list[str]]:
    answer = b""
    while part := line.recv(65536):
        answer += part
        if b"\r\n\r\n" in answer:
            break
    lines = answer.split(b"\r\n\r\n")[0].decode().split("\r\n")
    return int(lines[0].split()[1]), lines[1:]


@pytest.fixture(scope="module")
def front(tmp_path_factory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    authority = trustme.CA()
    made = authority.issue_cert(NAME)
    made.private_key_pem.write_to_path(folder / "key.pem")
    for part in made.cert_chain_pems:
        part.write_to_path(folder / "certificate.pem", append=True)
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    seen: list[tuple[str, dict[str, str], bytes]] = []
    app = ThreadingHTTPServer((HOST, 0), type("Here", (App,), {"seen": seen}))
    thread = threading.Thread(target=app.serve_forever, daemon=True)
    thread.start()
    plain, port = front_file.free_ports(2)
    whole = front_file.written(folder, app.server_port, plain, port)
    command = [str(NGINX), "-c", str(whole), "-p", str(folder)]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    give_up = time.monotonic() + 20
    while not _answers(port):
        assert time.monotonic() < give_up
        assert running.poll() is None
    yield Front(folder, port, trust, seen)
    running.terminate()
    running.wait(10)
    app.shutdown()
    app.server_close()
    thread.join(10)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def test_s41_a_body_reaches_the_app_when_it_is_whole(front: Front) -> None:
    """A hundred slow ones reach nobody; another's page comes meanwhile."""
    front.seen.clear()
    half = f"POST /phan-anh/moi HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 8\r\n\r\nhalf".encode()
    slow = [front.line() for _ in range(100)]
    for line in slow:
        line.sendall(half)
    assert front.ask(f"GET /trang HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())[0] == 200
    assert [path for path, _, _ in front.seen] == ["/trang"]
    slow[0].sendall(b"half")
    assert _head(slow[0])[0] == 200
    assert [body for _, _, body in front.seen] == [b"", b"halfhalf"]
    for line in slow:
        line.close()


def test_s31_the_app_is_told_whom_it_serves_and_no_client_can_say_otherwise(front: Front) -> None:
    front.seen.clear()
    lies = "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: http"
    front.ask(f"GET / HTTP/1.1\r\nHost: {NAME}\r\n{lies}\r\n\r\n".encode())
    headers = front.seen[0][1]
    told = [headers[f"X-Forwarded-{each}"] for each in ("For", "Host", "Proto")]
    assert (told, headers["Host"]) == ([HOST, NAME, "https"], NAME)


@pytest.mark.parametrize(("request_", "status"), [
    (b"GET / HTTP/1.1\r\n\r\n", 400),
    (b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
    (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 9_000 + b"\r\n\r\n", 400),
    (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 300000000\r\n\r\n", 413),
    (b"GET / HTTP/1.1\r\nHost: congdan.example\r\n\r\n", 200),
])  # fmt: skip
def test_s17_s18_what_it_refuses_itself_carries_the_headers_once(front, request_, status) -> None:
    got, lines = front.ask(request_)
    assert got == status
    names = [line.partition(":")[0].lower() for line in lines]
    for name in (
        "content-security-policy", "x-content-type-options", "strict-transport-security",
        "cache-control",
    ):  # fmt: skip
        assert names.count(name) == 1, name
    assert (f"Content-Security-Policy: {POLICY}" in lines) is (status == 200)


def test_s37_no_secret_of_a_link_and_no_query_is_logged(front: Front) -> None:
    asked = (
        f"GET /phan-anh/nhan/geheim?ma=123 HTTP/1.1\r\nHost: {NAME}\r\nConnection: close\r\n\r\n"
    )
    with front.line() as line:
        line.sendall(asked.encode())
        while line.recv(65536):  # to the end: nginx logs before it closes
            pass
    assert "/phan-anh/nhan/*** 200" in front.log()
    assert not any(secret in front.log() for secret in ("geheim", "ma=123", HOST))
