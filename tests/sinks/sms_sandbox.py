"""An SMS gateway that sends nothing: it keeps what it was given, and misbehaves when asked to.

By hand: python -m tests.sinks.sms_sandbox --port 8099 --token secret
"""

import argparse
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ACCEPTED = b'{"accepted": true}'
SLOW_SECONDS = 30


class Sandbox(ThreadingHTTPServer):
    """The gateway; ``messages`` by id, ``calls`` counts every request."""

    daemon_threads = True

    def __init__(self, port: int = 0, token: str = "secret", answer: str = "200") -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.token, self.answer = token, answer
        self.messages: dict[str, dict[str, str]] = {}
        self.calls = 0
        self.printing = False
        self.stop_waiting = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/messages"


class Handler(BaseHTTPRequestHandler):
    """Answers as ``server.answer`` says."""

    server: Sandbox

    def do_POST(self) -> None:
        self.server.calls += 1
        length = int(self.headers.get("Content-Length", "0"))
        message = json.loads(self.rfile.read(length))
        if self.headers.get("Authorization") != f"Bearer {self.server.token}":
            return self.reply(401, b"{}")
        behave = getattr(self, f"answer_{self.server.answer}", None)
        return behave() if behave else self.reply_plainly(message)

    def reply_plainly(self, message: dict[str, str]) -> None:
        status = int(self.server.answer)
        if status == 200:
            self.server.messages.setdefault(message["id"], message)
            if self.server.printing:
                print(message["to"], message["text"], flush=True)
        self.reply(status, ACCEPTED if status == 200 else b"{}")

    def answer_redirect(self) -> None:
        self.reply(307, b"", Location=f"http://127.0.0.1:{self.server.server_port}/elsewhere")

    def answer_slow(self) -> None:
        self.server.stop_waiting.wait(SLOW_SECONDS)
        self.close_connection = True

    def answer_huge(self) -> None:
        self.reply(200, ACCEPTED + b" " * 100_000)

    def answer_html(self) -> None:
        self.reply(200, b"<h1>accepted</h1>")

    def answer_busy(self) -> None:
        self.reply(429, b"{}", **{"Retry-After": "120"})

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True  # the app stopped reading, as it should

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


@contextmanager
def running(answer: str = "200") -> Iterator[Sandbox]:
    """Run a sandbox in a thread."""
    sandbox = Sandbox(answer=answer)
    thread = threading.Thread(target=sandbox.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield sandbox
    finally:
        sandbox.stop_waiting.set()
        sandbox.shutdown()
        thread.join()
        sandbox.server_close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--token", default="secret")
    parser.add_argument("--answer", default="200")
    given = parser.parse_args()
    sandbox = Sandbox(given.port, given.token, given.answer)
    sandbox.printing = True
    print(f"{sandbox.url} answers {given.answer}", flush=True)
    with suppress(KeyboardInterrupt):
        sandbox.serve_forever()


if __name__ == "__main__":
    main()
