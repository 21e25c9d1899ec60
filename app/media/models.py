"""A photo: which files it has, how far they are, and whether a form still holds it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db
from app.media.staging import Staged

QUARANTINED = "quarantined"
READY = "ready"
FAILED = "failed"


class Size(NamedTuple):
    """A size a photo is served in: its box in pixels, and whether it fills that box."""

    width: int
    height: int
    crop: bool


SIZES = {
    "thumb": Size(192, 192, True),
    "medium": Size(640, 640, False),
    "large": Size(1280, 1280, False),
}


class Photo(Staged, db.Model):
    """One photo. Who owns it is said by the owner's own link table.

    Quarantined: the clean copy exists and nobody is shown it; ready: the sizes exist;
    failed: they could not be made. While `staged_token` is set it waits for its form.
    """

    __tablename__ = "photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    width: Mapped[int]
    height: Mapped[int]

    @classmethod
    def stage(
        cls, file_key: str, size: tuple[int, int], byte_size: int, digest: str, now: datetime
    ) -> Photo:
        """Give a new quarantined photo: the clean copy under `file_key`, `size` in pixels."""
        return cls(
            code=secrets.token_hex(16),
            file_key=file_key,
            state=QUARANTINED,
            width=size[0],
            height=size[1],
            byte_size=byte_size,
            upload_digest=digest,
            created_at=now,
        )

    def become_ready(self, byte_size: int) -> None:
        """The sizes exist, `byte_size` bytes together."""
        self.state, self.byte_size = READY, byte_size

    def fail(self) -> None:
        """The sizes cannot be made."""
        self.state = FAILED

    @property
    def is_ready(self) -> bool:
        """Whether it can be shown."""
        return self.state == READY

    @property
    def is_preparing(self) -> bool:
        """Whether the worker has yet to make its sizes."""
        return self.state == QUARANTINED

    @property
    def clean_name(self) -> str:
        """The file of the quarantined copy."""
        return file_name(self.file_key, "clean.jpg")

    def size_name(self, size: str) -> str:
        """The file of one of SIZES. Raises KeyError for another."""
        return size_name(self.file_key, size)

    @property
    def all_names(self) -> list[str]:
        """Every file it may have."""
        return [self.clean_name, *(self.size_name(size) for size in SIZES)]

    def dimensions(self, size: str) -> tuple[int, int]:
        """Width and height in pixels of one of SIZES; none is larger than the photo itself."""
        box = SIZES[size]
        if box.crop:
            side = min(box.width, box.height, self.width, self.height)
            return side, side
        scale = min(1.0, box.width / self.width, box.height / self.height)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


def new_file_key() -> str:
    """Give a random key for a photo's files: nothing of the upload's own name is used."""
    return secrets.token_hex(16)


def file_name(file_key: str, ending: str) -> str:
    """Give the name of a file in the store, two folders deep."""
    return f"{file_key[:2]}/{file_key[2:4]}/{file_key}-{ending}"


def size_name(file_key: str, size: str) -> str:
    """Give the name of the file of one of SIZES. Raises KeyError for another."""
    if size not in SIZES:
        raise KeyError(size)
    return file_name(file_key, f"{size}.webp")


def key_of(name: str) -> str:
    """Give the file key in a file's name; what is no such name gives a key no photo has."""
    return name.rpartition("/")[2].partition("-")[0]
