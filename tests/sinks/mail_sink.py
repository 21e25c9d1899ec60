"""A mail server (aiosmtpd) that keeps what it was given, and misbehaves when asked to."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """What came in, parsed as mail programs do; ``answer`` is said to each recipient."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.calls = 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str,
                          _options: Any) -> str:  # fmt: skip
        self.calls += 1
        if self.answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.recipients += envelope.rcpt_tos
        found: Any = message_from_bytes(envelope.content, policy=policy.default)
        self.messages.append(found)
        return "250 OK"


@contextmanager
def running(tls: ssl.SSLContext | None = None, port: int = 0) -> Iterator[tuple[Mailbox, str]]:
    """Run a server; give its mailbox and the SMTP_URL that leads there."""
    mailbox = Mailbox()
    controller = Controller(
        mailbox, hostname="127.0.0.1", port=port or _free(), ready_timeout=20,
        require_starttls=tls is not None, tls_context=tls,
    )  # fmt: skip
    controller.start()
    try:
        yield mailbox, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def _free() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number
