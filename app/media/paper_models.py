"""A paper: a PDF as an office issued it, and whether a form still holds it."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import codes
from app.core.db import db
from app.media.models import STAGED_FOR, file_name


class Paper(db.Model):
    """One PDF. Who owns it, and its number and day, is said by the owner's own link table.

    It is whole from the start. While `staged_token` is set it waits for its form.
    """

    __tablename__ = "paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    file_key: Mapped[str] = mapped_column(String(32), unique=True)
    pages: Mapped[int]
    byte_size: Mapped[int]
    upload_digest: Mapped[str | None] = mapped_column(String(64))
    staged_token: Mapped[str | None] = mapped_column(String(64), index=True)
    staged_until: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime]

    @classmethod
    def stage(cls, file_key: str, pages: int, byte_size: int, digest: str, now: datetime) -> Paper:
        """Give a new one whose file lies under `file_key`."""
        return cls(
            code=secrets.token_hex(16),
            file_key=file_key,
            pages=pages,
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

    @property
    def file(self) -> str:
        """Give the name of its file."""
        return paper_name(self.file_key)


def paper_name(file_key: str) -> str:
    """Give the name of the file under that key."""
    return file_name(file_key, "paper.pdf")
