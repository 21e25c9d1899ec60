"""The mail server: one address from the settings, always encrypted but on this very machine."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from urllib.parse import unquote, urlsplit

SECONDS = 15.0
PORTS = {"smtp": 587, "smtps": 465}
HERE = ("127.0.0.1", "::1", "localhost")


class NoMailbox(Exception):
    """The server will never take mail to this address."""


class NotSent(Exception):
    """Not sent as far as we know: to be tried again."""


@dataclass(frozen=True)
class Server:
    """Where mail is handed over."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""

    @classmethod
    def read(cls, url: str) -> "Server":
        """Read ``smtp://user:password@host:587`` or ``smtps://…``; ValueError for anything else."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("neither smtp:// nor smtps://")
        port = parts.port or PORTS[parts.scheme]
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.scheme, parts.hostname, port, user, password)

    @property
    def must_encrypt(self) -> bool:
        """Tell whether nothing is said before the line is encrypted."""
        return self.host not in HERE

    def send(self, message: Message) -> None:
        """Hand one message over; returns only when the server took it.

        Raises:
            NoMailbox, NotSent: see there.
        """
        try:
            with self._opened() as line:
                line.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _said in refused.recipients.values()]
            if codes and all(code >= 500 for code in codes):
                raise NoMailbox(f"status {codes[0]}") from refused
            raise NotSent(f"status {codes[0] if codes else 0}") from refused
        except smtplib.SMTPResponseException as error:
            raise NotSent(f"status {error.smtp_code}") from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise NotSent(type(error).__name__) from error

    @contextmanager
    def _opened(self) -> Iterator[smtplib.SMTP]:
        context = ssl.create_default_context()
        line: smtplib.SMTP
        if self.scheme == "smtps":
            line = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=context)
        else:
            line = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        try:
            if self.scheme == "smtp" and self.must_encrypt:
                line.starttls(context=context)  # raises where the server cannot
            if self.user:
                line.login(self.user, self.password)
            yield line
            line.quit()
        finally:
            line.close()
