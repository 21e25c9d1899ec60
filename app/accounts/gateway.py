"""The SMS gateway's HTTP client; the contract is in docs/sms-gateway.md.

One fixed address from the settings, no redirects, no proxies from the environment, short time
limits, a cap on the answer's size. Whatever is not a clear "accepted" counts as not sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.core.bodies import json_of
from app.core.lazy import lazy
from app.core.text import whole

if TYPE_CHECKING:
    import requests
else:
    requests = lazy("requests")

CONNECT_SECONDS, READ_SECONDS = 3.05, 10.0
MAX_ANSWER = 4 * 1024
BUSY = frozenset({429, 503})
REFUSING = frozenset({400, 404, 409, 413, 422})
SHORTEST_WAIT, LONGEST_WAIT = 5, 300


class GatewayBusy(Exception):
    """The gateway asks to come back in ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"busy for {seconds} s")
        self.seconds = seconds


class GatewayRefused(Exception):
    """The gateway will never take this message."""


class GatewayFailed(Exception):
    """No clear answer: not sent as far as we know."""


def post(url: str, token: str, reference: str, phone: str, words: str) -> None:
    """Hand one message over; returns only when the gateway says that it accepted it.

    Raises:
        GatewayBusy, GatewayRefused, GatewayFailed: see there.
    """
    body = {"id": reference, "to": phone, "text": words}
    try:
        with requests.Session() as client:
            client.trust_env = False
            status, answer, wait = _exchange(client, url, token, body)
    except requests.RequestException as error:
        raise GatewayFailed(type(error).__name__) from error
    _judge(status, answer, wait)


def _exchange(
    client: requests.Session, url: str, token: str, body: dict[str, str]
) -> tuple[int, bytes, str]:
    with client.post(
        url,
        json=body,
        headers={"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"},
        timeout=(CONNECT_SECONDS, READ_SECONDS),
        allow_redirects=False,
        stream=True,
    ) as response:
        answer = response.raw.read(MAX_ANSWER + 1)
        return response.status_code, answer, response.headers.get("Retry-After", "")


def _judge(status: int, answer: bytes, wait: str) -> None:
    if status in BUSY:
        raise GatewayBusy(_seconds(wait))
    if status in REFUSING:
        raise GatewayRefused(f"status {status}")
    if status != 200 or len(answer) > MAX_ANSWER or not _says_accepted(answer):
        raise GatewayFailed(f"status {status}")


def _says_accepted(answer: bytes) -> bool:
    try:
        parsed: Any = json_of(answer)
    except ValueError:
        return False
    return isinstance(parsed, dict) and parsed.get("accepted") is True


def _seconds(wait: str) -> int:
    seconds = whole(wait)
    return min(max(60 if seconds is None else seconds, SHORTEST_WAIT), LONGEST_WAIT)
