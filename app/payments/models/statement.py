"""Where bank lines came from: a file, or what a bank's program reported by itself."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes
from app.core.db import db
from app.payments.models.account import BankAccount

BY_FILE, BY_HOOK = "file", "hook"


class Statement(db.Model):
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
    undone_at: Mapped[datetime | None]

    account: Mapped[BankAccount] = relationship(lazy="joined", innerjoin=True)

    @property
    def reference(self) -> str:
        """Give ``bank_statement:4``, as audit rows name it."""
        return f"bank_statement:{self.id}"

    def count(self, new: int, matched: int, duplicates: int, outgoing: int) -> None:
        """Add what became of some further lines."""
        self.lines += new
        self.matched += matched
        self.unmatched += new - matched
        self.duplicates += duplicates
        self.outgoing += outgoing


class HookDelivery(db.Model):
    """A signed report that was taken: the same one again is refused."""

    __tablename__ = "hook_delivery"
    __table_args__ = (UniqueConstraint("account_id", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("bank_account.id"))
    signature: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime] = mapped_column(index=True)
