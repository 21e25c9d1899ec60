"""Which addresses a biller's program may have: https, on a host that the operator listed."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from app.notifications.endpoints import HTTPS_PORT, BadEndpoint, Endpoint, addresses

HERE = ("127.0.0.1", "localhost")
MAX_LENGTH = 200


def check(url: str, hosts: Sequence[str], is_production: bool) -> Endpoint:
    """Give the checked address: https on one of ``hosts`` (BILLER_HOSTS), no user, no query.

    Outside production a program on this machine may be spoken to as well, without TLS.

    Raises:
        BadEndpoint: any other address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadEndpoint("not an address") from error
    host = parts.hostname or ""
    if len(url) > MAX_LENGTH or parts.query or parts.fragment or "@" in parts.netloc:
        raise BadEndpoint("not the plain address of a program")
    if not is_production and host in HERE and parts.scheme in ("http", "https"):
        return Endpoint(url, host, port or HTTPS_PORT, parts.path, is_local=True)
    if parts.scheme != "https" or host not in hosts or port not in (None, HTTPS_PORT):
        raise BadEndpoint(f"not https on the list of hosts: {host}")
    return Endpoint(url, host, HTTPS_PORT, parts.path)


def refuse_inward(endpoint: Endpoint) -> None:
    """Look the name up; raise ``BadEndpoint`` where it leads inside, ``OSError`` nowhere."""
    addresses(endpoint)
