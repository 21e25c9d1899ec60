"""How a provider is asked over HTTP, and what this process knows of it.

Fixed hosts, no redirects, no proxies from the environment, short limits on time and size.
"""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import structlog
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.bodies import json_of
from app.core.config import settings
from app.core.errors import DomainError
from app.core.lazy import lazy
from app.core.providers import Provider

if TYPE_CHECKING:
    import requests
else:
    requests = lazy("requests")

log = structlog.get_logger()
CONNECT_SECONDS, READ_SECONDS, WHOLE_SECONDS = 3.05, 5.0, 10.0
MAX_ANSWER = 256 * 1024
PIECE = 16 * 1024
KNOWN_FOR = timedelta(hours=1)
RESTS_FOR = timedelta(seconds=30)
"""A provider that did not answer is not asked again for so long: nobody else waits for it."""
HERE = ("127.0.0.1", "localhost")
WELL_KNOWN = "/.well-known/openid-configuration"
PLAIN = {"Accept": "application/json", "Accept-Encoding": "identity"}


class ProviderSilent(DomainError):
    """The provider gave no answer that can be used; the log says which."""

    def __init__(self, provider: Provider, why: str) -> None:
        log.warning("provider.no_answer", provider=provider.kind, why=why)
        super().__init__(_l(
            "%(name)s does not answer as it should right now. Sign in another way, or try again in"
            " a few minutes.", name=provider.name,
        ))  # fmt: skip


class NotProved(DomainError):
    """What the provider said proves nothing here; the log says why."""

    def __init__(self, provider: Provider, why: str) -> None:
        log.warning("provider.not_proved", provider=provider.kind, why=why)
        super().__init__(_l(
            "Signing in through %(name)s did not work. Begin again.", name=provider.name
        ))  # fmt: skip


class TurnedBack(DomainError):
    """The person did not go on at the provider, or it did not let them."""

    def __init__(self, provider: Provider) -> None:
        super().__init__(_l(
            "You did not go on at %(name)s. Sign in another way, or try again.", name=provider.name
        ))  # fmt: skip


@dataclass
class Known:
    """What one process knows of a provider."""

    metadata: dict[str, Any]
    at: datetime
    keys: Any = None
    keys_at: datetime | None = None


known_here: dict[str, Known] = {}
_rests_until: dict[str, datetime] = {}


def forget() -> None:
    """Forget what this process knows of providers."""
    known_here.clear()
    _rests_until.clear()


def metadata_of(provider: Provider) -> dict[str, Any]:
    known, now = known_here.get(provider.issuer), clock.now()
    if known is not None and clock.lasts(known.at, KNOWN_FOR, now):
        return known.metadata
    found = get(provider, provider.issuer.rstrip("/") + WELL_KNOWN)
    if found.get("issuer") != provider.issuer:
        raise ProviderSilent(provider, "another issuer")
    known_here[provider.issuer] = Known(found, now)
    return found


def endpoint_of(provider: Provider, name: str, metadata: Mapping[str, Any] | None = None) -> str:
    url = (metadata_of(provider) if metadata is None else metadata).get(name)
    if not isinstance(url, str):
        raise ProviderSilent(provider, f"no {name}")
    return allowed(provider, url)


def allowed(provider: Provider, url: str) -> str:
    """Give the address where it is https on the issuer's host, or on one that the operator listed.

    Outside production a program on this machine may be spoken to without TLS.
    """
    try:
        parts, own = urlsplit(url), urlsplit(provider.issuer)
        host = parts.hostname or ""
    except ValueError as error:
        raise ProviderSilent(provider, "not an address") from error
    is_local = not settings().is_production and host in HERE
    if parts.scheme != "https" and not (is_local and parts.scheme == "http"):
        raise ProviderSilent(provider, f"not https: {host}")
    if "@" in parts.netloc or (parts.netloc != own.netloc and host not in provider.hosts):
        raise ProviderSilent(provider, f"not on a host of its own: {host}")
    return url


def get(provider: Provider, url: str, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    refuse_resting(provider)
    limits = (CONNECT_SECONDS, READ_SECONDS)
    try:
        with requests.Session() as client:
            client.trust_env = False
            client.hooks["response"] = [read_whole]
            with client.get(
                allowed(provider, url), headers={**PLAIN, **(headers or {})}, timeout=limits,
                allow_redirects=False, stream=True,
            ) as response:  # fmt: skip
                if response.status_code != 200:
                    raise ValueError(f"status {response.status_code}")
                found = json_of(response.content)
    except (requests.RequestException, ValueError) as error:
        raise silent(provider, error) from error
    if not isinstance(found, dict):
        raise ProviderSilent(provider, "no JSON object")
    return found


def read_whole(response: requests.Response, **_how: Any) -> requests.Response:
    """Read the answer whole, within limits of size and time, in place of what streams it."""
    body, ends = b"", time.monotonic() + WHOLE_SECONDS
    for piece in response.raw.stream(PIECE, decode_content=False):
        body += piece
        if len(body) > MAX_ANSWER or time.monotonic() > ends:
            response.close()
            raise requests.ConnectionError("too much, or too slow")
    response.raw = io.BytesIO(body)
    return response


def silent(provider: Provider, error: Exception) -> ProviderSilent:
    if isinstance(error, requests.ConnectionError | requests.Timeout):
        _rests_until[provider.issuer] = clock.now() + RESTS_FOR
    return ProviderSilent(provider, f"{type(error).__name__}: {error}"[:120])


def refuse_resting(provider: Provider) -> None:
    until, now = _rests_until.get(provider.issuer), clock.now()
    if until is not None and now < until <= now + RESTS_FOR:
        raise ProviderSilent(provider, "rests")
