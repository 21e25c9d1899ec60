"""A push service on this machine: https on loopback, decrypts what it gets, answers as told.

Tests make a ``PushSink`` and ``Browser``s that subscribe at it. As a program
(``python -m tests.sinks.push_sink --seconds 60 --directory DIR``) it writes its certificate
and its browsers there, and prints each message as a line of JSON.
"""

import argparse
import base64
import contextlib
import json
import os
import socket
import ssl
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import http_ece
import trustme
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

LOOPBACK, HTTPS_PORT = "127.0.0.1", 443


@dataclass
class Reply:
    """How to answer: ``raw`` bytes instead of HTTP, ``hold`` to wait until released."""

    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    raw: bytes | None = None
    hold: bool = False


@dataclass
class Push:
    """One message as it arrived. ``plain`` is what the browser reads, padding removed."""

    browser: str
    headers: dict[str, str]
    body: bytes
    plain: bytes

    @property
    def payload(self) -> dict[str, Any]:
        """Give what the service worker would get from ``event.data.json()``."""
        payload: dict[str, Any] = json.loads(self.plain)
        return payload


class Browser:
    """A browser's subscription, with the private key that no sender ever sees."""

    def __init__(self, name: str, origin: str) -> None:
        """Make keys, and an endpoint below ``origin``."""
        self.name = name
        self.endpoint = f"{origin}/push/{name}"
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)

    @property
    def p256dh(self) -> str:
        """Give the public point as browsers do."""
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def as_json(self) -> dict[str, Any]:
        """Give what ``PushSubscription.toJSON()`` gives."""
        auth = base64.urlsafe_b64encode(self.auth).rstrip(b"=").decode()
        keys = {"p256dh": self.p256dh, "auth": auth}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def read(self, body: bytes) -> bytes:
        """Decrypt as the browser would; raise where it could not."""
        plain: bytes = http_ece.decrypt(
            body, private_key=self.key, auth_secret=self.auth, version="aes128gcm"
        )
        return plain


class PushSink:
    """The server. ``received`` is what came, ``replies`` what a browser's endpoint answers."""

    def __init__(self, port: int = 0, address: str = LOOPBACK, name: str = "") -> None:
        """Listen (any free port when 0) with a certificate of its own authority for its name."""
        self.authority, self.name = trustme.CA(), name or address
        self.received: list[Push] = []
        self.replies: dict[str, Reply] = {}
        self.browsers: dict[str, Browser] = {}
        self.connections = 0
        self.arrived = threading.Condition()
        self.released = threading.Event()
        self._server = _Server(self, (address, port))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.daemon = True
        self._thread.start()

    @property
    def place(self) -> str:
        """Give the host, and its port where it is not https' own, as PUSH_HOSTS names it."""
        port = self._server.server_address[1]
        return self.name if port == HTTPS_PORT else f"{self.name}:{port}"

    @property
    def trust(self) -> ssl.SSLContext:
        """Give a client's context that believes this sink's certificate and no other."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self.authority.configure_trust(context)
        return context

    def browser(self, name: str, reply: Reply | None = None) -> Browser:
        """Make a browser that subscribes here; its endpoint answers ``reply`` (or 201)."""
        made = self.browsers[name] = Browser(name, f"https://{self.place}")
        if reply is not None:
            self.replies[name] = reply
        return made

    def to(self, browser: Browser) -> list[Push]:
        """Give what arrived for ``browser``."""
        return [push for push in self.received if push.browser == browser.name]

    def wait_for(self, count: int, seconds: float = 10) -> bool:
        """Wait until ``count`` messages arrived; False when ``seconds`` passed first."""
        with self.arrived:
            return self.arrived.wait_for(lambda: len(self.received) >= count, seconds)

    def close(self) -> None:
        """Stop listening; whoever was held is let go."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()

    def take(self, name: str, headers: dict[str, str], body: bytes) -> Reply:
        """Keep an arrived message and tell how to answer it."""
        browser = self.browsers.get(name)
        plain = browser.read(body) if browser else b""
        with self.arrived:
            self.received.append(Push(name, headers, body, plain))
            self.arrived.notify_all()
        return self.replies.get(name, Reply())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, sink: PushSink, place: tuple[str, int]) -> None:
        self.sink = sink
        super().__init__(place, _Handler)
        self.lines: set[ssl.SSLSocket] = set()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        sink.authority.issue_cert(sink.name).configure_cert(self.context)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Shake hands in the connection's own thread."""
        try:
            secured = self.context.wrap_socket(request, server_side=True)
        except OSError:
            return
        self.sink.connections += 1
        self.lines.add(secured)
        try:
            super().finish_request(secured, client_address)
        finally:
            secured.close()
            self.lines.discard(secured)

    def hang_up(self) -> None:
        """Close what clients keep open."""
        for line in list(self.lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that went away: that is what several tests do."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        """Take a message; answer as the browser's endpoint is told to."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.sink.take(self.path.rpartition("/")[2], headers, body)
        if reply.hold:
            self.server.sink.released.wait(30)
        if reply.raw is not None:
            self.wfile.write(reply.raw)
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep the test's output to the test."""


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--directory", type=Path, required=True)
    parser.add_argument("--browsers", type=int, default=1)
    options = parser.parse_args()
    sink = PushSink(options.port)
    browsers = [sink.browser(f"phone-{number}") for number in range(options.browsers)]
    sink.authority.cert_pem.write_to_path(str(options.directory / "ca.pem"))
    subscriptions = [browser.as_json() for browser in browsers]
    (options.directory / "subscriptions.json").write_text(json.dumps(subscriptions))
    print(json.dumps({"place": sink.place}), flush=True)
    shown = 0
    while sink.wait_for(shown + 1, options.seconds):
        for push in sink.received[shown:]:
            print(json.dumps({"browser": push.browser, **push.payload}), flush=True)
            shown += 1
    sink.close()


if __name__ == "__main__":
    _main()
