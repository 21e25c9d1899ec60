"""A recording: which files it has, how long it is, and whether a form still holds it."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import codes
from app.core.db import db
from app.media.models import STAGED_FOR, file_name
from app.media.voice_decoding import KINDS


class Recording(db.Model):
    """One recording. Who owns it is said by the owner's own link table.

    It is whole from the start: nothing is left to be made later. While `staged_token` is set it
    waits for its form.
    """

    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    file_key: Mapped[str] = mapped_column(String(32), unique=True)
    seconds: Mapped[int]
    byte_size: Mapped[int]
    upload_digest: Mapped[str | None] = mapped_column(String(64))
    staged_token: Mapped[str | None] = mapped_column(String(64), index=True)
    staged_until: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime]

    @classmethod
    def stage(cls, file_key: str, ms: int, byte_size: int, digest: str, now: datetime) -> Recording:
        """Give a new one: its files lie under `file_key`, `byte_size` bytes together."""
        return cls(
            code=secrets.token_hex(16),
            file_key=file_key,
            seconds=max(1, round(ms / 1000)),
            byte_size=byte_size,
            upload_digest=digest,
            created_at=now,
        )

    def hold(self, token: str, now: datetime) -> None:
        """Let it wait STAGED_FOR for the form with `token`, which is kept hashed."""
        self.staged_token = codes.sha256(token)
        self.staged_until = now + STAGED_FOR

    def attach(self) -> None:
        """End the waiting: somebody owns it now. Doing it twice changes nothing."""
        self.staged_token = self.staged_until = self.upload_digest = None

    def name(self, kind: str) -> str:
        """Give the file of one of KINDS. Raises KeyError for another."""
        return voice_name(self.file_key, kind)

    @property
    def all_names(self) -> list[str]:
        """Every file it has."""
        return [self.name(kind) for kind in KINDS]


def voice_name(file_key: str, kind: str) -> str:
    """Give the name of the file of one of KINDS. Raises KeyError for another."""
    if kind not in KINDS:
        raise KeyError(kind)
    return file_name(file_key, f"voice.{kind}")
