"""What a backup says of itself inside its seal, and whether this ``DATA_KEY`` belongs to it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag

from app.core import personal
from app.operation import facts
from app.operation.facts import Facts

PURPOSE = "backup"
EVER = datetime.max.replace(tzinfo=UTC)
"""A store is asked for what was written before then: for everything, whatever its disk's clock."""
WORD = "sealed under the DATA_KEY of this backup"


class File(NamedTuple):
    """A file of the store: what it hashes to (SHA-256), its bytes, and the object it lies in."""

    sha256: str
    bytes: int
    object: str


@dataclass(frozen=True)
class Manifest:
    """The kind of database, what it said of itself, and every file by its name in the store."""

    kind: str
    facts: Facts
    files: dict[str, File]
    proof: str
    """A word sealed under DATA_KEY (hex)."""

    def as_bytes(self) -> bytes:
        content = {
            "kind": self.kind,
            "facts": self.facts.as_json(),
            "files": {name: list(file) for name, file in self.files.items()},
            "proof": self.proof,
        }
        return json.dumps(content).encode()

    def fits_this_key(self) -> bool:
        """Tell whether this deployment's DATA_KEY opens what the backup's database holds."""
        try:
            return personal.unseal(PURPOSE, bytes.fromhex(self.proof)) == WORD
        except InvalidTag:
            return False


def proof() -> str:
    return personal.seal(PURPOSE, WORD).hex()


def read(content: bytes) -> Manifest:
    """Read what ``as_bytes`` gave."""
    found: dict[str, Any] = json.loads(content)
    files = {name: File(*values) for name, values in found["files"].items()}
    return Manifest(found["kind"], facts.from_json(found["facts"]), files, found["proof"])


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def file_of(content: bytes) -> File:
    """Describe a file. The object's name says nothing to who does not know DATA_KEY."""
    digest = digest_of(content)
    return File(digest, len(content), personal.blind_index(PURPOSE, digest))
