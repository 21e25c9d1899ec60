"""A push service on this machine, and a sender that knows it."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from app.core.keys import generate_vapid_key
from app.notifications.encryption import Keys
from app.notifications.endpoints import PushServices
from app.notifications.vapid import Vapid
from app.notifications.webpush import Message, WebPush
from app.notifications.wire import Limits
from tests.sinks.push_sink import Browser, PushSink

NOW = datetime(2026, 11, 19, 2, 12, tzinfo=UTC)


@pytest.fixture
def sink() -> Iterator[PushSink]:
    """Give a push service; needs the ``loopback`` marker."""
    made = PushSink()
    yield made
    made.close()


@pytest.fixture
def vapid() -> Vapid:
    """Give a sender's key of its own."""
    return Vapid(generate_vapid_key(), "mailto:operator@example.invalid")


@pytest.fixture
def webpush(sink: PushSink, vapid: Vapid) -> Iterator[WebPush]:
    """Give a sender that believes the sink and waits for 0.3 seconds at most."""
    services = PushServices([sink.place], local_allowed=True)
    made = WebPush(vapid, services, sink.trust, Limits(connect=0.3, answer=0.3))
    yield made
    made.close()


def message_to(browser: Browser, plain: bytes = b"{}", topic: str = "topic") -> Message:
    """Give a message to ``browser``."""
    auth = browser.as_json()["keys"]["auth"]
    return Message(browser.endpoint, Keys.from_text(browser.p256dh, auth), plain, topic)


@pytest.fixture
def unused_port() -> int:
    """Give a port of 127.0.0.1 where nobody listens; needs the ``loopback`` marker."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port
