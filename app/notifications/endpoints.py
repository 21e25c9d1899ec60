"""A push endpoint is a URL from a stranger: which ones we would ever talk to.

Checked when a subscription is saved and again whenever something is sent to it. A name on the
list whose DNS answer points inside is refused too: the list is no protection against whoever
can bend DNS. (OWASP ASVS 5.0, 1.3.6.)
"""

import ipaddress
import re
import socket
from collections.abc import Iterable
from typing import NamedTuple

PUSH_SERVICES = (
    "fcm.googleapis.com",  # Chrome, Edge on Android, Samsung Internet, most of Android
    "updates.push.services.mozilla.com",  # Firefox
    "*.push.services.mozilla.com",
    "*.notify.windows.com",  # Edge on Windows
    "web.push.apple.com",  # Safari, iOS
    "*.push.apple.com",
)
MAX_LENGTH = 2_048
HTTPS_PORT = 443
# Stricter than a URL may be. Browsers give an endpoint in its normal form: nothing here
# has user names, brackets, escapes in the host, fragments or white space.
SHAPE = re.compile(
    r"https://(?P<host>[a-z0-9]+(?:[.-]+[a-z0-9]+)*)(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<path>/[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*)",
    re.ASCII,
)
NAT64 = ipaddress.ip_network("64:ff9b::/96")
IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address


class BadEndpoint(ValueError):
    """The URL, or where its name leads, is none that we send to."""


class Endpoint(NamedTuple):
    """A checked endpoint. ``is_local`` is true only for sinks of development and tests."""

    url: str
    host: str
    port: int
    path: str
    is_local: bool = False

    @property
    def authority(self) -> str:
        """Give host, and port where it is not https' own: the Host header."""
        return self.host if self.port == HTTPS_PORT else f"{self.host}:{self.port}"

    @property
    def origin(self) -> str:
        """Give scheme, host and port: what VAPID's ``aud`` says and pools are kept by."""
        return f"https://{self.authority}"


class PushServices:
    """The push services on the list."""

    def __init__(self, extra: Iterable[str] = (), *, local_allowed: bool = False) -> None:
        """Add ``extra`` to the known ones: ``host``, ``*.suffix``, or a local ``host:port``.

        The last kind is a sink on this machine and only taken where ``local_allowed``
        (development and tests). Raises ``ValueError`` for an entry that is none of these.
        """
        entries = (*PUSH_SERVICES, *extra)
        self._local = frozenset(entry for entry in entries if ":" in entry)
        if self._local and not local_allowed:
            raise ValueError("PUSH_HOSTS may name a port only in development")
        names = [entry for entry in entries if ":" not in entry]
        _refuse_wide(names)
        self._exact = frozenset(name for name in names if not name.startswith("*."))
        self._suffixes = tuple(name[1:] for name in names if name.startswith("*."))

    def check(self, url: str) -> Endpoint:
        """Give the endpoint that ``url`` names; raise ``BadEndpoint`` for any other."""
        found = SHAPE.fullmatch(url) if len(url) <= MAX_LENGTH else None
        if found is None:
            raise BadEndpoint("not the URL of a push endpoint")
        host, port = found["host"], int(found["port"] or HTTPS_PORT)
        is_local = f"{host}:{port}" in self._local
        if not is_local and not self._is_listed(host, port):
            raise BadEndpoint(f"no push service we know: {host}:{port}")
        return Endpoint(url, host, port, found["path"], is_local)

    def _is_listed(self, host: str, port: int) -> bool:
        listed = host in self._exact or host.endswith(self._suffixes)
        return listed and port == HTTPS_PORT


def addresses(endpoint: Endpoint) -> list[str]:
    """Resolve the endpoint's name, and give the addresses that may be connected to.

    One inward address among them condemns all. Raises ``BadEndpoint``, and ``OSError`` where
    the name has no answer. Connect to what this gives, never to the name again.
    """
    answers = socket.getaddrinfo(endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
    inward = [text for text in found if not is_public(ipaddress.ip_address(text))]
    if inward and not endpoint.is_local:
        raise BadEndpoint(f"{endpoint.host} leads inside: {inward[0]}")
    return found


def is_public(address: IPAddress) -> bool:
    """Tell whether ``address`` is out on the internet, also when wrapped in an IPv6 one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = _wrapped(address)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _wrapped(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Give the IPv4 address that an IPv6 one stands for (mapped, 6to4, Teredo, NAT64)."""
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _refuse_wide(names: list[str]) -> None:
    for name in names:
        bare = name.removeprefix("*.")
        if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}", bare):
            raise ValueError(f"PUSH_HOSTS: {name!r} is neither host nor *.suffix")
