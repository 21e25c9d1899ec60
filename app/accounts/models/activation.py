"""What a new official needs once to set a password: a code from the administrator."""

from datetime import datetime, timedelta
from hmac import compare_digest

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models.user import User
from app.core import clock, codes
from app.core.db import db

LIFETIME = timedelta(days=3)
ON_PAPER = timedelta(days=14)
"""A printed slip goes to a commune by post, and its people are on duty or away."""
MAX_TRIES = 5


class Activation(db.Model):
    """A one-use code, handed over in person, that lets one official choose a password."""

    __tablename__ = "activation"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship()

    @classmethod
    def issue(
        cls, user: User, now: datetime, lasts: timedelta = LIFETIME
    ) -> tuple["Activation", str]:
        """Make a code for ``user`` and add it; give the row and the code to hand over."""
        code = codes.readable_code(3)
        row = cls(
            user=user,
            code_hash=codes.sha256(code),
            created_at=now,
            expires_at=now + lasts,
            tries=0,
        )
        db.session.add(row)
        return row, code

    def is_open(self, now: datetime) -> bool:
        is_young = clock.has_begun(self.created_at, now) and now < self.expires_at
        return self.used_at is None and is_young and self.tries < MAX_TRIES

    def check(self, code: str, now: datetime) -> bool:
        """Count a try and tell whether ``code`` is right, however it was typed; use it up."""
        if not self.is_open(now):
            return False
        self.tries += 1
        if not compare_digest(self.code_hash, codes.sha256(normalised(code))):
            return False
        self.used_at = now
        return True


def normalised(code: str) -> str:
    """Give ``code`` as it was issued: capitals, in blocks of four."""
    bare = "".join(character for character in code.upper() if character.isalnum())
    return "-".join(bare[start : start + 4] for start in range(0, len(bare), 4))
