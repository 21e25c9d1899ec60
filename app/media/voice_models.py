"""A recording: which files it has, how long it is, and whether a form still holds it."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db
from app.media.models import file_name
from app.media.staging import Staged
from app.media.voice_decoding import KINDS


class Recording(Staged, db.Model):
    """One recording. Who owns it is said by the owner's own link table.

    It is whole from the start: nothing is left to be made later. While `staged_token` is set it
    waits for its form.
    """

    __tablename__ = "recording"

    id: Mapped[int] = mapped_column(primary_key=True)
    seconds: Mapped[int]

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
