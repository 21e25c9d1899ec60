"""Random codes: what is shown to people, what opens a door, what is hashed in the database."""

import hashlib
import secrets

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: a code is read aloud over a bad telephone line.
READABLE = "3479ACDEFGHJKMNPQRTWXY"
_EVEN = 256 - 256 % len(READABLE)
_LETTERS = bytes(ord(READABLE[byte % len(READABLE)]) for byte in range(256))
_UNEVEN = bytes(range(_EVEN, 256))
"""Bytes that would make the first letters likelier than the others: they are drawn again."""


def random_token() -> str:
    """Give 256 random bits as URL-safe text: for sessions, links and forms."""
    return secrets.token_urlsafe(32)


def readable_code(groups: int = 2) -> str:
    """Give ``groups`` blocks of four characters without look-alikes, as in ``7K3M-9QXF``."""
    count = 4 * groups
    letters = ""
    while len(letters) < count:
        letters += secrets.token_bytes(2 * count).translate(_LETTERS, _UNEVEN).decode()
    return "-".join(letters[at : at + 4] for at in range(0, count, 4))


def letters_of(typed: str) -> str:
    """Give a code's letters and digits, however it was typed: 7k3m 9qxf is ``7K3M9QXF``."""
    return "".join(each for each in typed.upper() if each.isalnum())


def digits(length: int) -> str:
    """Give ``length`` random decimal digits: a one-time code to be typed."""
    return "".join(secrets.choice("0123456789") for _ in range(length))


def sha256(text: str) -> str:
    """Give the SHA-256 of ``text`` as 64 hex digits: how tokens rest in the database."""
    return hashlib.sha256(text.encode()).hexdigest()
