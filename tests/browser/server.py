"""The app on a port of this machine, in threads of the test's own process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from tests import clocks

HOST = "127.0.0.1"


class _Quiet(WSGIRequestHandler):
    """Says nothing about each request, and keeps connections open as a real server does."""

    protocol_version = "HTTP/1.1"

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Date the answer by the machine's clock, which is the browser's store's."""
        return super().date_time_string(timestamp or clocks.machine().timestamp())

    def log(self, type: str, message: str, *args: object) -> None:
        """Be silent."""


@contextmanager
def served(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve `app` while the block runs; gives its address, which the app takes as its own."""
    server = make_server(HOST, port, clocks.Told(app), threaded=True, request_handler=_Quiet)
    settings = app.config["SETTINGS"]
    url = f"http://{HOST}:{server.server_port}"
    app.config["SETTINGS"] = replace(settings, base_url=url)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield url
    finally:
        _stop(server, thread)
        app.config["SETTINGS"] = settings


def _stop(server: BaseWSGIServer, thread: threading.Thread) -> None:
    server.shutdown()
    thread.join(10)
    server.server_close()
