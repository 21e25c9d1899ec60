"""Says who sends: the signed header of RFC 8292, made once per push service for 12 hours."""

import base64
import json
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from app.core.config import vapid_public_key

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
        self._key = _private_key(private)
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
        content = f"{_json({'typ': 'JWT', 'alg': 'ES256'})}.{_json(claims)}"
        r, s = decode_dss_signature(self._key.sign(content.encode(), ec.ECDSA(SHA256())))
        signature = _base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        return f"vapid t={content}.{signature},k={self.public}".encode()


def _private_key(text: str) -> ec.EllipticCurvePrivateKey:
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if len(raw) != 32:
        raise ValueError("VAPID_PRIVATE_KEY must be base64url of 32 bytes")
    return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())


def _json(value: dict[str, object]) -> str:
    return _base64url(json.dumps(value, separators=(",", ":")).encode())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
