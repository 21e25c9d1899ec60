"""Serves the app on loopback for `make run`, with nothing in front.

One thread reads all heads and bodies and writes all answers, so that slow senders and readers
cost memory and no thread; whole requests are answered by a few threads. In production nginx does
the same before gunicorn: see deploy/.
"""

import signal
import sys
from types import FrameType
from typing import TYPE_CHECKING, Any

from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask

from app.core.security import HEADERS, MAX_BODY

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 8
MOST_CONNECTIONS = 2_000
IDLE_SECONDS = 30
HEAD_BYTES = 32 * 1024
FORM_AROUND_FILES = 1024 * 1024


class Refusal(ErrorTask):
    """What the server itself refuses (400, 413, 431) carries the headers of every answer."""

    def execute(self) -> None:
        """Answer, once the headers are there."""
        self.response_headers += [*HEADERS.items(), ("Cache-Control", "no-store")]
        super().execute()


class Channel(HTTPChannel):
    """A connection."""

    error_task_class = Refusal


def server_for(app: "WSGIApplication", host: str, port: int, **more: Any) -> Any:
    """Give a server for ``app`` that listens already; its ``run`` serves until stopped."""
    made = create_server(
        app,
        host=host,
        port=port,
        threads=more.get("threads", THREADS),
        connection_limit=MOST_CONNECTIONS,
        asyncore_use_poll=True,
        channel_timeout=IDLE_SECONDS,
        cleanup_interval=IDLE_SECONDS // 3,
        max_request_header_size=HEAD_BYTES,
        max_request_body_size=MAX_BODY + FORM_AROUND_FILES,
        ident=None,
        map=more.get("map"),
    )
    made.channel_class = Channel
    return made


def _stop(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


def main(host: str, port: int) -> None:
    """Serve the app until told to stop."""
    from wsgi import app

    signal.signal(signal.SIGTERM, _stop)
    server_for(app, host, port).run()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
