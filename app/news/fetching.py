"""Fetches a feed from an allow-listed host: https, no redirect, limits on size and time.

The connection goes to an address that was just checked to be public, never to the name again;
a timer closes it, so that a server which drips holds nobody.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from app.notifications.endpoints import (
    HTTPS_PORT,
    MAX_LENGTH,
    SHAPE,
    BadEndpoint,
    Endpoint,
    addresses,
)

CONNECT_SECONDS = 5.0
MOST_BYTES = 2_000_000
PIECE = 65_536
UNCHANGED, OK = 304, 200


class NotFetched(Exception):
    """The feed could not be had; the text says why, for the operator."""


@dataclass(frozen=True)
class Fetched:
    """What came; ``content`` is None where nothing changed since the last time."""

    content: bytes | None
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Way:
    """How to fetch: certificates to believe, and the seconds all of it may take."""

    trust: ssl.SSLContext | None = None
    seconds: float = 20.0


def check(url: str, hosts: Sequence[str], *, local_allowed: bool) -> Endpoint:
    """Give the checked address of a feed: https, on one of ``hosts`` (FEED_HOSTS).

    ``host:port`` in the list is a server on this machine, for development and tests alone.

    Raises:
        BadEndpoint: any other address.
    """
    found = SHAPE.fullmatch(url) if len(url) <= MAX_LENGTH else None
    if found is None:
        raise BadEndpoint("not an https address")
    host, port = found["host"], int(found["port"] or HTTPS_PORT)
    is_local = local_allowed and f"{host}:{port}" in hosts
    if not is_local and not (host in hosts and port == HTTPS_PORT):
        raise BadEndpoint(f"not on the list of hosts: {host}:{port}")
    return Endpoint(url, host, port, found["path"], is_local)


def fetch(endpoint: Endpoint, etag: str, last_modified: str, way: Way | None = None) -> Fetched:
    """Fetch a feed, conditionally where an earlier answer is known.

    Raises:
        NotFetched: for anything but 200 and 304, too much, too slow, or an inward address.
    """
    way = way or Way()
    try:
        with _connected(endpoint, way) as connection:
            headers = _headers(etag, last_modified)
            connection.request("GET", endpoint.path, headers=headers)
            return _read(connection.getresponse(), etag, last_modified)
    except BadEndpoint as error:
        raise NotFetched(str(error)) from error
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise NotFetched(f"{type(error).__name__}: {error}") from error


@contextmanager
def _connected(endpoint: Endpoint, way: Way) -> Iterator[http.client.HTTPConnection]:
    plain = socket.create_connection((addresses(endpoint)[0], endpoint.port), CONNECT_SECONDS)
    context = way.trust or ssl.create_default_context()
    with closing(plain), context.wrap_socket(plain, server_hostname=endpoint.host) as secured:
        late = threading.Event()
        timer = threading.Timer(way.seconds, _hang_up, (secured, late))
        timer.daemon = True
        timer.start()
        secured.settimeout(way.seconds)
        connection = http.client.HTTPConnection(endpoint.host, endpoint.port)
        connection.sock = secured
        try:
            yield connection
        finally:
            timer.cancel()
            connection.close()
            if late.is_set():  # what came before is not the whole
                raise NotFetched(f"not whole after {way.seconds:.0f} s")


def _hang_up(line: socket.socket, late: threading.Event) -> None:
    """End whatever waits on the line; one that is closed already is fine."""
    late.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


def _headers(etag: str, last_modified: str) -> dict[str, str]:
    headers = {
        "Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.1",
        "Accept-Encoding": "identity",
        "User-Agent": "citizen-app-feeds/1",
        "Connection": "close",
    }
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    return headers


def _read(answer: http.client.HTTPResponse, etag: str, last_modified: str) -> Fetched:
    if answer.status == UNCHANGED:
        return Fetched(None, "", etag, last_modified)
    if 300 <= answer.status < 400:
        raise NotFetched(f"a redirect ({answer.status}) is not followed")
    if answer.status != OK:
        raise NotFetched(f"the server answered {answer.status}")
    content = bytearray()
    while piece := answer.read1(PIECE):
        content += piece
        if len(content) > MOST_BYTES:
            raise NotFetched(f"more than {MOST_BYTES} bytes")
    if answer.length:
        raise NotFetched("cut off before its end")
    return Fetched(
        bytes(content),
        answer.headers.get("Content-Type", ""),
        answer.headers.get("ETag", ""),
        answer.headers.get("Last-Modified", ""),
    )
