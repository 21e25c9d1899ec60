"""Says who sends: the signed header of RFC 8292, made once per push service for 12 hours.

Signed by pywebpush's own ``py_vapid``; kept here, since signing anew for each message costs as
much as encrypting it.
"""

import base64
from datetime import datetime, timedelta

from py_vapid import Vapid02

from app.core.keys import vapid_public_key

KEPT = timedelta(hours=12)
# A push service refuses more than 24 hours; the spare hour bears clocks that differ.
VALID = timedelta(hours=13)


class Vapid:
    """The sender's key and the headers signed with it so far."""

    def __init__(self, private: str, subject: str) -> None:
        """Take the private key (base64url of 32 bytes) and a mailto: or https: contact.

        Raises ``ValueError`` where the key or the contact cannot be one.
        """
        if not subject.startswith(("mailto:", "https:")):
            raise ValueError("VAPID_SUBJECT must begin with mailto: or https:")
        _check(private)
        self._signer = Vapid02.from_raw(private.encode())
        self._subject = subject
        self.public = vapid_public_key(private)
        self._kept: dict[str, tuple[datetime, bytes]] = {}

    def header(self, origin: str, now: datetime) -> bytes:
        """Give the Authorization value for ``origin`` (``https://host``), kept for 12 hours.

        Made anew as well when the clock was set back by more than that.
        """
        made, value = self._kept.get(origin, (None, b""))
        if made is None or abs(now - made) >= KEPT:
            value = self._signed(origin, now)
            self._kept[origin] = now, value
        return value

    def _signed(self, origin: str, now: datetime) -> bytes:
        expires = int((now + VALID).timestamp())
        claims = {"aud": origin, "exp": expires, "sub": self._subject}
        header: str = self._signer.sign(claims)["Authorization"]
        return header.encode()


def _check(private: str) -> None:
    if len(base64.urlsafe_b64decode(private + "=" * (-len(private) % 4))) != 32:
        raise ValueError("VAPID_PRIVATE_KEY must be base64url of 32 bytes")
