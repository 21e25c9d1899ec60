"""What leaves the machine is sealed to a public key (age, age-encryption.org/v1).

The machine that makes backups holds no key that opens them.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from app.core.lazy import lazy
from app.core.private import FILE

if TYPE_CHECKING:
    import pyrage
else:
    pyrage = lazy("pyrage")


class Unreadable(Exception):
    """A sealed file that cannot be opened; the words say why, for the operator."""


@dataclass(frozen=True)
class Sealed:
    """What a sealed file measures and hashes to (SHA-256), so that its bytes can be checked."""

    bytes: int
    sha256: str


class Reader(Protocol):
    """What can be read to its end."""

    def read(self, size: int = ..., /) -> bytes: ...


class _Tally:
    """Writes on, and counts and hashes what goes by."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest, self.count = file, hashlib.sha256(), 0

    def write(self, part: bytes) -> int:
        self.digest.update(part)
        self.count += len(part)
        return self.file.write(part)

    def flush(self) -> None:
        self.file.flush()


def new_key() -> tuple[str, str]:
    """Make a key pair: the private line and the public one."""
    made = pyrage.x25519.Identity.generate()
    return str(made), str(made.to_public())


def recipients(texts: Sequence[str]) -> list[Any]:
    """Read public keys (``age1…``); raise ``ValueError`` for one that is none."""
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in texts]
    except pyrage.RecipientError as error:
        raise ValueError(f"a public key begins with age1: {error}") from error


def identities(path: Path) -> list[Any]:
    """Read private keys from a file as ``age-keygen`` writes it; raise ``ValueError``."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if _is_key(line)]
    except pyrage.IdentityError as error:
        raise ValueError(f"{path} holds a line that is no private key: {error}") from error
    if not found:
        raise ValueError(f"{path} holds no private key (AGE-SECRET-KEY-1…)")
    return found


def seal(source: Reader, file: IO[bytes], to: Sequence[Any]) -> Sealed:
    """Write what ``source`` gives to ``file``, sealed."""
    tally = _Tally(file)
    pyrage.encrypt_io(source, tally, to)
    return Sealed(tally.count, tally.digest.hexdigest())


def unseal(path: Path, keys: Sequence[Any]) -> bytes:
    """Give what a small sealed file holds. Raises Unreadable."""
    opened = io.BytesIO()
    _decrypt(path, opened, keys)
    return opened.getvalue()


@contextmanager
def unsealed(path: Path, keys: Sequence[Any], folder: Path) -> Iterator[Path]:
    """Open a large sealed file in ``folder``; it is gone afterwards. Raises Unreadable."""
    opened = folder / f"{path.name}.opened"
    try:
        opened.touch(mode=FILE)
        with opened.open("wb") as file:
            _decrypt(path, file, keys)
        yield opened
    finally:
        opened.unlink(missing_ok=True)


def measured(path: Path) -> Sealed:
    """Give what a sealed file measures and hashes to now."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Sealed(file.tell(), digest)


def _is_key(line: str) -> bool:
    return bool(line) and not line.startswith("#")


def _decrypt(path: Path, target: IO[bytes], keys: Sequence[Any]) -> None:
    try:
        with path.open("rb") as file:
            pyrage.decrypt_io(file, target, keys)
    except (pyrage.DecryptError, OSError) as error:
        raise Unreadable(f"{path.name} cannot be opened: {error}") from error
