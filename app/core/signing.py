"""The deployment's own signature, Ed25519 (RFC 8032): nothing published can read otherwise later.

The key is worked out from ``DATA_KEY``, so it is made, kept and moved with that one.
"""

import base64
import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.core import personal


def _key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(
        bytes.fromhex(personal.blind_index("signing", "ed25519"))
    )


def public_key() -> str:
    """Give the public key, base64url of its 32 bytes: what everybody may check with."""
    return _text(_key().public_key().public_bytes_raw())


def sign(said: bytes) -> str:
    """Give the signature, base64url of its 64 bytes."""
    return _text(_key().sign(said))


def holds(said: bytes, signature: str, key: str) -> bool:
    """Tell whether whoever has the public ``key`` signed just this; False for what is no key."""
    try:
        Ed25519PublicKey.from_public_bytes(_bytes(key)).verify(_bytes(signature), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def canonical(document: Any) -> str:
    """Write a document so that the same one is always the same text: sorted, no blanks, no floats.

    Raises ``ValueError`` for what JSON has no one way of writing.
    """
    return json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """Read it, in the one way it is written: spare bits at its end are no second way."""
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if _text(raw) != text:
        raise ValueError("not as it is written")
    return raw
