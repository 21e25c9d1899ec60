"""What every way in does with the bytes that a form brought."""

import hashlib
from collections.abc import Iterable
from typing import Protocol

from werkzeug.datastructures import FileStorage


class Fingerprinted(Protocol):
    """Something prepared that knows the SHA-256 of what was uploaded."""

    @property
    def upload_sha256(self) -> str:
        """In hexadecimal digits."""
        ...


def last_chosen(uploads: Iterable[FileStorage], most: int) -> bytes | None:
    """Give the bytes of the last file that was chosen; None without one.

    One byte more than `most` is read, so that the caller sees what is too large.
    """
    content = None
    for upload in uploads:
        read: bytes = upload.stream.read(most + 1)
        content = read if read or upload.filename else content
    return content


def digest_of(prepared: Fingerprinted, token: str) -> str:
    """The upload's fingerprint within one form: it tells nothing across forms."""
    return hashlib.sha256(f"{token}:{prepared.upload_sha256}".encode()).hexdigest()
