"""A guest's link: whoever holds it may see and follow one thing without an account."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models.session import Session
from app.accounts.models.user import User
from app.core import codes
from app.core.db import db


class Grant(db.Model):
    """What a link opens: ``subject_kind`` and ``subject_id``, such as service_request 12.

    It becomes an account's by the link or a code, never by the phone number alone.
    """

    __tablename__ = "grant"
    __table_args__ = (Index("ix_grant_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    phone_index: Mapped[str | None] = mapped_column(String(64))
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    claimed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @classmethod
    def make(
        cls, subject_kind: str, subject_id: int, now: datetime, phone_index: str | None = None
    ) -> tuple["Grant", str]:
        """Make a grant and add it; give it and the secret for the link."""
        token = codes.random_token()
        grant = cls(
            token_hash=codes.sha256(token),
            subject_kind=subject_kind,
            subject_id=subject_id,
            phone_index=phone_index,
            created_at=now,
        )
        db.session.add(grant)
        return grant, token

    def claim(self, user: User, now: datetime) -> bool:
        """Make it the person's; give False where it is somebody's already."""
        if self.claimed_by_id is not None:
            return self.claimed_by_id == user.id
        self.claimed_by_id, self.claimed_at = user.id, now
        return True


class SessionGrant(db.Model):
    """A grant opened in a browser."""

    __tablename__ = "session_grant"

    session_id: Mapped[int] = mapped_column(
        ForeignKey(Session.id, ondelete="CASCADE"), primary_key=True
    )
    grant_id: Mapped[int] = mapped_column(
        ForeignKey(Grant.id, ondelete="CASCADE"), primary_key=True, index=True
    )
    added_at: Mapped[datetime]
    made_here: Mapped[bool] = mapped_column(default=False)
    """Whether the thing was sent in this session, not opened by a link or carried over."""
