"""Encrypts one message for one browser: RFC 8291 (keys) over RFC 8188 (aes128gcm).

Written on ``cryptography`` directly; docs/decisions says why. Every message gets an ephemeral
key and a salt of its own: sharing either would let one reader open another's message.
"""

import base64
import binascii
import hmac
import os
import re
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
AGREEMENT = ec.ECDH()
POINT_BYTES = 65
AUTH_BYTES = 16
SALT_BYTES = 16
RECORD_BYTES = 4096
MAX_PLAIN_BYTES = 3_000
PADDING_STEP = 256
HEADER_TAIL = RECORD_BYTES.to_bytes(4, "big") + bytes([POINT_BYTES])
BASE64URL = re.compile(r"[A-Za-z0-9_-]+={0,2}")


class BadKeys(ValueError):
    """What a browser gave as its keys is not a point on P-256 and a 16-byte secret."""


class Keys(NamedTuple):
    """What a browser publishes so that only it can read: its point and its secret."""

    p256dh: bytes
    auth: bytes

    @classmethod
    def from_text(cls, p256dh: str, auth: str) -> "Keys":
        """Read the two base64url texts of a ``PushSubscription``; raise ``BadKeys``."""
        point, secret = _decoded(p256dh, POINT_BYTES), _decoded(auth, AUTH_BYTES)
        try:
            _public_key(point)
        except ValueError as error:
            raise BadKeys("p256dh is not a point on the curve") from error
        return cls(point, secret)


def encrypt(plain: bytes, keys: Keys) -> bytes:
    """Give the request body that carries ``plain`` (at most 3,000 bytes) to one browser.

    Padded to a multiple of 256 bytes, so that the length does not tell one kind of message
    from another. Raises ``ValueError`` when ``plain`` is too long.
    """
    if len(plain) > MAX_PLAIN_BYTES:
        raise ValueError(f"a push message holds {MAX_PLAIN_BYTES} bytes, not {len(plain)}")
    return seal(_padded(plain), keys, ec.generate_private_key(CURVE), os.urandom(SALT_BYTES))


def seal(record: bytes, keys: Keys, ephemeral: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """Encrypt one padded record; ``ephemeral`` and ``salt`` must never be used again."""
    point = ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = ephemeral.exchange(AGREEMENT, _public_key(keys.p256dh))
    key, nonce = _derived(shared, keys, point, salt)
    return salt + HEADER_TAIL + point + AESGCM(key).encrypt(nonce, record, None)


def _derived(shared: bytes, keys: Keys, point: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """Give content key and nonce: RFC 8291 section 3.4; each HKDF is one or two HMACs."""
    secret = _mac(keys.auth, shared)
    material = _mac(secret, b"WebPush: info\0" + keys.p256dh + point + b"\1")
    pseudorandom = _mac(salt, material)
    key = _mac(pseudorandom, b"Content-Encoding: aes128gcm\0\1")[:16]
    return key, _mac(pseudorandom, b"Content-Encoding: nonce\0\1")[:12]


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")


def _padded(plain: bytes) -> bytes:
    """Add the delimiter of a last record and zeros (RFC 8188 section 2)."""
    length = len(plain) + 1
    return plain + b"\2" + bytes(-length % PADDING_STEP)


def _public_key(point: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)


def _decoded(text: str, length: int) -> bytes:
    if not BASE64URL.fullmatch(text):
        raise BadKeys("a key is not base64url")
    bare = text.rstrip("=")
    try:
        raw = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except binascii.Error as error:
        raise BadKeys("a key is not base64url") from error
    if len(raw) != length:
        raise BadKeys(f"a key has {len(raw)} bytes, not {length}")
    return raw
