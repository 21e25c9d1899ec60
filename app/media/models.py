"""Photo, recording and paper: one table of their files, and the form that still holds them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, Self

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import codes
from app.core.db import db
from app.media import staging

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


class Attachment(db.Model):
    """One file that somebody sent, in the parts it is served in; its owner's link table owns it.

    While `staged_token` is set it waits for its form. The facts of its kind are columns that the
    other kinds leave empty.
    """

    __tablename__ = "attachment"
    __table_args__ = (
        Index("ix_attachment_waiting", "kind", "staged_until"),  # counted at each upload
        CheckConstraint("kind <> 'photo' OR (width IS NOT NULL AND height IS NOT NULL)", "photo"),
        CheckConstraint("kind <> 'voice' OR seconds IS NOT NULL", "voice"),
        CheckConstraint("kind <> 'paper' OR pages IS NOT NULL", "paper"),
    )
    __mapper_args__: ClassVar = {"polymorphic_on": "kind", "with_polymorphic": "*"}

    PARTS: ClassVar[Mapping[str, str]]
    """{part: how the name of its file ends}."""

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    """The name of one of `media.kinds`."""
    state: Mapped[str] = mapped_column(String(12), index=True, default=READY)
    """Quarantined: a clean copy exists and nobody is shown it; failed: its parts cannot be made."""
    code: Mapped[str] = mapped_column(String(32), unique=True)
    file_key: Mapped[str] = mapped_column(String(32), unique=True)
    byte_size: Mapped[int]
    upload_digest: Mapped[str | None] = mapped_column(String(64))
    fingerprint: Mapped[str | None] = mapped_column(String(64), index=True)
    """Of a photo, as it was sent: the same file sent again is known by it."""
    staged_token: Mapped[str | None] = mapped_column(String(64), index=True)
    staged_until: Mapped[datetime | None]
    staged_by: Mapped[str | None] = mapped_column(String(64), index=True)
    created_at: Mapped[datetime]
    seconds: Mapped[int] = mapped_column(nullable=True)
    """Of what is heard: a recording, and speech."""

    @classmethod
    def stage(cls, file_key: str, byte_size: int, digest: str, now: datetime, **facts: Any) -> Self:
        """Give a new one: its files lie under `file_key`, `byte_size` bytes together."""
        return cls(
            code=secrets.token_hex(16),
            file_key=file_key,
            byte_size=byte_size,
            upload_digest=digest,
            created_at=now,
            **facts,
        )

    def hold(self, token: str, now: datetime) -> None:
        """Let it wait STAGED_FOR for the form with `token`, which is kept hashed."""
        self.staged_token = codes.sha256(token)
        self.staged_until = now + staging.STAGED_FOR
        self.staged_by = staging.sender()

    def attach(self) -> None:
        """End the waiting: somebody owns it now. Doing it twice changes nothing."""
        self.staged_token = self.staged_until = self.upload_digest = self.staged_by = None

    def name(self, part: str) -> str:
        """The file of one of PARTS. Raises KeyError for another."""
        return file_name(self.file_key, self.PARTS[part])

    @property
    def all_names(self) -> list[str]:
        return [self.name(part) for part in self.PARTS]

    @property
    def is_ready(self) -> bool:
        return self.state == READY


class Photo(Attachment):
    """One photo: its sizes are made after it was taken."""

    __mapper_args__: ClassVar = {"polymorphic_identity": "photo"}
    PARTS: ClassVar = {size: f"{size}.webp" for size in SIZES}
    CLEAN = "clean.jpg"

    width: Mapped[int] = mapped_column(nullable=True)
    height: Mapped[int] = mapped_column(nullable=True)

    def become_ready(self, byte_size: int) -> None:
        """The sizes exist, `byte_size` bytes together."""
        self.state, self.byte_size = READY, byte_size

    def fail(self) -> None:
        self.state = FAILED

    @property
    def is_preparing(self) -> bool:
        """Whether the worker has yet to make its sizes."""
        return self.state == QUARANTINED

    @property
    def clean_name(self) -> str:
        return file_name(self.file_key, self.CLEAN)

    @property
    def all_names(self) -> list[str]:
        return [self.clean_name, *super().all_names]

    def dimensions(self, size: str) -> tuple[int, int]:
        """Width and height in pixels of one of SIZES; none is larger than the photo itself."""
        box = SIZES[size]
        if box.crop:
            side = min(box.width, box.height, self.width, self.height)
            return side, side
        scale = min(1.0, box.width / self.width, box.height / self.height)
        return max(1, round(self.width * scale)), max(1, round(self.height * scale))


class Recording(Attachment):
    """One recording, whole from the start: nothing is left to be made later."""

    __mapper_args__: ClassVar = {"polymorphic_identity": "voice"}
    PARTS: ClassVar = {"webm": "voice.webm", "m4a": "voice.m4a"}


class Speech(Attachment):
    """Words that the server says aloud, made by the worker; nobody sent them."""

    __mapper_args__: ClassVar = {"polymorphic_identity": "speech"}
    PARTS: ClassVar = {"webm": "speech.webm"}


class Paper(Attachment):
    """One PDF as an office issued it; its number and day are said by the owner's link table."""

    __mapper_args__: ClassVar = {"polymorphic_identity": "paper"}
    PARTS: ClassVar = {"pdf": "paper.pdf"}

    pages: Mapped[int] = mapped_column(nullable=True)


def new_file_key() -> str:
    """Give a random key for files: nothing of the upload's own name is used."""
    return secrets.token_hex(16)


def file_name(file_key: str, ending: str) -> str:
    """Give the name of a file in the store, two folders deep."""
    return f"{file_key[:2]}/{file_key[2:4]}/{file_key}-{ending}"


def key_of(name: str) -> str:
    """Give the file key in a file's name; what is no such name gives a key no row has."""
    return name.rpartition("/")[2].partition("-")[0]


class Enclosing:
    """A row with photos and a voice, each tied to it by one of its ``links``."""

    links: Any

    @property
    def photos(self) -> list[Photo]:
        return [link.thing for link in self.links if isinstance(link.thing, Photo)]

    @property
    def voices(self) -> list[Recording]:
        """What was said: one recording or none."""
        return [link.thing for link in self.links if isinstance(link.thing, Recording)]
