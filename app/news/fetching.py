"""Fetches a feed from an allow-listed host: https, no redirect, limits on size and time.

How the line is opened and closed: ``notifications/reaching``.
"""

import http.client
from collections.abc import Sequence
from dataclasses import dataclass

from app.notifications.endpoints import BadEndpoint, Endpoint
from app.notifications.reaching import NotReached, Way, checked, connected

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


def check(url: str, hosts: Sequence[str], *, local_allowed: bool) -> Endpoint:
    """Give the checked address of a feed: https, on one of ``hosts`` (FEED_HOSTS).

    ``host:port`` in the list is a server on this machine, for development and tests alone.

    Raises:
        BadEndpoint: any other address.
    """
    return checked(url, hosts.__contains__, hosts if local_allowed else ())


def fetch(endpoint: Endpoint, etag: str, last_modified: str, way: Way | None = None) -> Fetched:
    """Fetch a feed, conditionally where an earlier answer is known.

    Raises:
        NotFetched: for anything but 200 and 304, too much, too slow, or an inward address.
    """
    way = way or Way()
    try:
        with connected(endpoint, way) as connection:
            headers = _headers(etag, last_modified)
            connection.request("GET", endpoint.path, headers=headers)
            return _read(connection.getresponse(), etag, last_modified)
    except (BadEndpoint, NotReached) as error:
        raise NotFetched(str(error)) from error
    except (http.client.HTTPException, OSError, ValueError) as error:
        raise NotFetched(f"{type(error).__name__}: {error}") from error


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
