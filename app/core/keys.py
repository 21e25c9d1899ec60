"""The keys of a deployment: made, and told from what is none."""

import base64
import secrets

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def generate_vapid_key() -> str:
    """Make a P-256 private key for web push: base64url of its 32 bytes (RFC 8292)."""
    key = ec.generate_private_key(ec.SECP256R1())
    number = key.private_numbers().private_value
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()


def vapid_public_key(private: str) -> str:
    """Give the uncompressed public point, base64url: what a browser subscribes with."""
    number = int.from_bytes(base64.urlsafe_b64decode(private + "=" * (-len(private) % 4)), "big")
    point = ec.derive_private_key(number, ec.SECP256R1()).public_key()
    raw = point.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def generate_data_key() -> str:
    """Make the key that wraps every personal key: base64url of 32 random bytes."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def is_data_key(text: str) -> bool:
    return len(_decoded(text)) == 32


def is_vapid_key(text: str) -> bool:
    number = int.from_bytes(_decoded(text))
    return len(_decoded(text)) == 32 and 0 < number < P256_ORDER


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return b""
