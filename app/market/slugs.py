"""Short addresses of shops: /cho-so/mat-ong-minh-bao."""

from collections.abc import Callable

from app.core.text import ascii_slug

RESERVED = frozenset(
    {
        "ban", "bao-xau", "don", "gan-toi", "gio", "go-bo", "hang", "loai", "loi-moi", "moi",
        "nhan", "ocop", "phien-cho", "qr", "quy-che", "san-pham", "so-sanh", "theo-doi", "tim",
    }
)  # fmt: skip
"""Words that addresses of the room's own pages begin with."""
SHORTEST, LONGEST = 3, 40


def is_free(slug: str, taken: Callable[[str], bool]) -> bool:
    """Tell whether a shop may have ``slug``."""
    return len(slug) >= SHORTEST and slug not in RESERVED and not taken(slug)


def make(name: str, taken: Callable[[str], bool]) -> str:
    """Give a free slug for a shop called ``name``: with a number behind it where need be."""
    base = ascii_slug(name)[:LONGEST].strip("-") or "gian-hang"
    if is_free(base, taken):
        return base
    number = 2
    while not is_free(f"{base}-{number}", taken):
        number += 1
    return f"{base}-{number}"
