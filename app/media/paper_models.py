"""A paper: a PDF as an office issued it, and whether a form still holds it."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db
from app.media.models import file_name
from app.media.staging import Staged


class Paper(Staged, db.Model):
    """One PDF. Who owns it, and its number and day, is said by the owner's own link table.

    It is whole from the start. While `staged_token` is set it waits for its form.
    """

    __tablename__ = "paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    pages: Mapped[int]

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

    @property
    def file(self) -> str:
        return paper_name(self.file_key)


def paper_name(file_key: str) -> str:
    return file_name(file_key, "paper.pdf")
