"""Where bank lines came from: a file, or what a bank's program reported by itself."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes
from app.core.db import db
from app.core.referring import Referenced
from app.payments.models.account import BankAccount

BY_FILE, BY_HOOK = "file", "hook"
MATCHED, UNMATCHED, TAKEN_BACK, REPEAT, OUT = "matched", "unmatched", "taken_back", "repeat", "out"
"""What became of a reported movement."""


class Statement(Referenced, db.Model):
    """One reading of a statement, with what became of its lines at that time."""

    __tablename__ = "bank_statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    account_id: Mapped[int] = mapped_column(ForeignKey("bank_account.id"), index=True)
    source: Mapped[str] = mapped_column(String(10))
    file_name: Mapped[str] = mapped_column(String(120), default="")
    taken_at: Mapped[datetime]
    taken_by: Mapped[str] = mapped_column(String(80))
    lines: Mapped[int] = mapped_column(default=0)
    matched: Mapped[int] = mapped_column(default=0)
    unmatched: Mapped[int] = mapped_column(default=0)
    duplicates: Mapped[int] = mapped_column(default=0)
    outgoing: Mapped[int] = mapped_column(default=0)
    taken_back: Mapped[int] = mapped_column(default=0)
    """Lines by which the bank undid money it had booked."""
    undone_at: Mapped[datetime | None]

    account: Mapped[BankAccount] = relationship(lazy="joined", innerjoin=True)

    def count(self, became: Mapping[str, int]) -> None:
        """Add what became of some further lines, how many each."""
        fresh = (MATCHED, UNMATCHED, TAKEN_BACK)
        self.lines += sum(became.get(each, 0) for each in fresh)
        self.matched += became.get(MATCHED, 0)
        self.unmatched += became.get(UNMATCHED, 0)
        self.taken_back += became.get(TAKEN_BACK, 0)
        self.duplicates += became.get(REPEAT, 0)
        self.outgoing += became.get(OUT, 0)


class HookEvent(db.Model):
    """A provider's report of one movement, by the name the provider gave it.

    The same name again is a repeat; with other figures it is a correction of ``line``.
    """

    __tablename__ = "hook_event"
    __table_args__ = (
        UniqueConstraint("account_id", "event_id"),
        Index("ix_hook_event_same", "account_id", "same"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("bank_account.id"))
    event_id: Mapped[str] = mapped_column(String(80))
    same: Mapped[str] = mapped_column(String(48))
    number: Mapped[str] = mapped_column(String(70), default="")
    line_id: Mapped[int | None] = mapped_column(ForeignKey("bank_line.id"), index=True)
    """None for money that went out."""
    received_at: Mapped[datetime]


class HookDelivery(db.Model):
    """A signed report that was taken: the same one again is refused."""

    __tablename__ = "hook_delivery"
    __table_args__ = (UniqueConstraint("account_id", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("bank_account.id"))
    signature: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(index=True)
