"""What a photo, a recording and a paper share: their file, and the form that still holds them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import codes

STAGED_FOR = timedelta(hours=24)


class Staged:
    """A table's part: while `staged_token` is set the row waits for its form."""

    code: Mapped[str] = mapped_column(String(32), unique=True)
    file_key: Mapped[str] = mapped_column(String(32), unique=True)
    byte_size: Mapped[int]
    upload_digest: Mapped[str | None] = mapped_column(String(64))
    staged_token: Mapped[str | None] = mapped_column(String(64), index=True)
    staged_until: Mapped[datetime | None] = mapped_column(index=True)
    created_at: Mapped[datetime]

    def hold(self, token: str, now: datetime) -> None:
        """Let it wait STAGED_FOR for the form with `token`, which is kept hashed."""
        self.staged_token = codes.sha256(token)
        self.staged_until = now + STAGED_FOR

    def attach(self) -> None:
        """End the waiting: somebody owns it now. Doing it twice changes nothing."""
        self.staged_token = self.staged_until = self.upload_digest = None
