"""Reaches a listed host over https: never inward, no redirect followed, closed after its time.

The connection goes to an address that was just checked to be public, never to the name again;
a timer closes it, so that a server which drips holds nobody.
"""

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
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


class NotReached(Exception):
    """Nothing whole came; the text says why, for the operator."""


@dataclass(frozen=True)
class Way:
    """How to reach: certificates to believe, and the seconds all of it may take."""

    trust: ssl.SSLContext | None = None
    seconds: float = 20.0


def checked(url: str, is_listed: Callable[[str], bool], local: Sequence[str] = ()) -> Endpoint:
    """Give the checked address: https, on a host that is listed.

    ``local`` are servers on this machine, as ``host:port``, for development and tests alone.

    Raises:
        BadEndpoint: any other address.
    """
    found = SHAPE.fullmatch(url) if len(url) <= MAX_LENGTH else None
    if found is None:
        raise BadEndpoint("not an https address")
    host, port = found["host"], int(found["port"] or HTTPS_PORT)
    is_local = f"{host}:{port}" in local
    if not is_local and not (port == HTTPS_PORT and is_listed(host)):
        raise BadEndpoint(f"not on the list of hosts: {host}:{port}")
    return Endpoint(url, host, port, found["path"], is_local)


@contextmanager
def connected(endpoint: Endpoint, way: Way) -> Iterator[http.client.HTTPConnection]:
    """Open a line; raises ``NotReached`` at its end where its time ran out before."""
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
                raise NotReached(f"not whole after {way.seconds:.0f} s")


def _hang_up(line: socket.socket, late: threading.Event) -> None:
    """End whatever waits on the line; one that is closed already is fine."""
    late.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
