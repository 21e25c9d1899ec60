"""Officials' passwords: 8 to 128 characters, anything but the common ones; argon2id hashes."""

import unicodedata
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError

MIN_LENGTH, MAX_LENGTH = 8, 128
COMMON = Path(__file__).with_name("common_passwords.txt")
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""OWASP's smallest recommended argon2id: 19 MiB, two passes."""


def check_new(password: str, *others: str) -> None:
    """Refuse a password that is too short, too long, common, or one of ``others``.

    Raises:
        DomainError: with what to do, for the field ``password``.
    """
    length = len(_normal(password))
    if not MIN_LENGTH <= length <= MAX_LENGTH:
        raise DomainError(
            _l("The password needs 8 to 128 characters. A short sentence is easy to remember."),
            field="password",
        )
    if _folded(password) in common() | {_folded(other) for other in others}:
        raise DomainError(
            _l("Many people use this password, so it is guessed first. Choose another."),
            field="password",
        )


def hashed(password: str) -> str:
    return HASHER.hash(_normal(password))


def fits(password_hash: str | None, password: str) -> bool:
    """Tell whether ``password`` is right, taking as long where there is no hash at all."""
    given = _normal(password[: MAX_LENGTH + 1])
    try:
        HASHER.verify(password_hash or _nobodys(), given)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def common() -> frozenset[str]:
    """Give the passwords that are guessed first, folded."""
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody has this password")


def _normal(password: str) -> str:
    # The same letters typed on another keyboard may come as other code points.
    return unicodedata.normalize("NFKC", password)


def _folded(password: str) -> str:
    return _normal(password).casefold()
