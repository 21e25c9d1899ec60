"""A change of number asked for at a counter: it waits, so that the old number may object."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts import phones
from app.accounts.models.user import User
from app.core import codes, personal
from app.core.db import db

WAITS = timedelta(hours=48)


class PhoneChange(db.Model):
    """The new number of ``user``, sealed under their key, and who vouched for them.

    It counts from ``due_at`` on, or once a second official confirms. ``token_hash`` is of the
    link that the old number gets: whoever holds it may object.
    """

    __tablename__ = "phone_change"
    __table_args__ = (
        Index(
            "uq_phone_change_open", "user_id", unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )  # fmt: skip

    DONE, OBJECTED, TAKEN = "done", "objected", "taken"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    phone_sealed: Mapped[bytes | None]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    reason: Mapped[str] = mapped_column(String(20))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    """``taken``: meanwhile the number had become another account's."""

    user: Mapped[User] = relationship(foreign_keys=[user_id])

    @classmethod
    def ask(
        cls, user: User, phone: str, reason: str, by: tuple[int | None, int | None], now: datetime
    ) -> tuple["PhoneChange", str]:
        """Make it and add it; ``by`` is who vouched and their agency. Give row and token."""
        token = codes.random_token()
        row = cls(
            user=user, phone_sealed=personal.encrypt(user.person_key, phone), reason=reason,
            token_hash=codes.sha256(token), by_id=by[0], agency_id=by[1], asked_at=now,
            due_at=now + WAITS, outcome="",
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row, token

    @property
    def phone(self) -> str | None:
        """Give the new number, E.164; None once settled or erased."""
        return personal.decrypt(self.user.person_key, self.phone_sealed)

    @property
    def masked_phone(self) -> str:
        """Give the new number with its middle hidden."""
        return phones.masked(self.phone) if self.phone else ""

    @property
    def is_open(self) -> bool:
        return self.settled_at is None

    def settle(self, outcome: str, now: datetime) -> None:
        """Note how it ended; the number is kept no longer."""
        self.outcome, self.settled_at, self.phone_sealed = outcome, now, None
