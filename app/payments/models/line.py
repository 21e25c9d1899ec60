"""Lines of bank statements, and which of their money was applied to what."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import codes, personal
from app.core.db import Money, db
from app.core.referring import Referenced
from app.payments.models.account import BankAccount
from app.payments.models.request import PaymentRequest
from app.payments.models.statement import Statement

BY_REFERENCE, BY_CODE, BY_HAND = "reference", "code", "hand"
MAX_WORDS = 500


class BankLine(Referenced, db.Model):
    """A movement of an account: money that came in, or below zero, money the bank took back.

    ``number``, ``same``, ``content`` and ``key`` say which movement it is (``identity.py``); a
    second line of it is a repeat and not stored. The words hold payers' names: they are sealed.
    Of money that merely went out neither words nor anything readable is kept.
    """

    __tablename__ = "bank_line"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        Index("ix_bank_line_open", "account_id", "is_open", "booked_on"),
        Index("ix_bank_line_same", "account_id", "same"),
        Index("ix_bank_line_amount", "account_id", "amount"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: codes.readable_code(3), insert_sentinel=True
    )
    """By it many rows that go in at once are told apart: SQLite takes them one by one without."""
    account_id: Mapped[int] = mapped_column(ForeignKey("bank_account.id"))
    statement_id: Mapped[int] = mapped_column(ForeignKey("bank_statement.id"), index=True)
    key: Mapped[str] = mapped_column(String(80))
    number: Mapped[str] = mapped_column(String(70), default="")
    same: Mapped[str] = mapped_column(String(48), default="")
    content: Mapped[str] = mapped_column(String(48), default="")
    booked_on: Mapped[date] = mapped_column(Date)
    amount: Mapped[int] = mapped_column(Money)
    allocated: Mapped[int] = mapped_column(Money, default=0)
    words_sealed: Mapped[bytes]
    is_open: Mapped[bool] = mapped_column(default=True)
    """Some of it waits for a clerk: not wholly applied, and not set aside."""
    set_aside_at: Mapped[datetime | None]
    takes_back: Mapped[bool] = mapped_column(default=False)
    """The bank said by itself that it undoes a credit; without its credit it waits for a clerk."""
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("bank_line.id"), index=True)
    """Of a line below zero: the credit it took back."""
    reversed_at: Mapped[datetime | None]
    """When the bank took this credit back: it pays nothing any more."""
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("bank_line.id"), index=True)
    """The line of a later, corrected report: this one pays nothing, and is still known again."""

    undoes: Mapped["BankLine | None"] = relationship(remote_side=[id], foreign_keys=[undoes_id])
    replaced_by: Mapped["BankLine | None"] = relationship(
        remote_side=[id], foreign_keys=[replaced_by_id], post_update=True
    )
    account: Mapped[BankAccount] = relationship()
    statement: Mapped[Statement] = relationship()
    allocations: Mapped[list["Allocation"]] = relationship(
        back_populates="line", order_by="Allocation.id"
    )

    @property
    def words(self) -> str:
        """Give the transfer's content as the bank wrote it."""
        return personal.decrypt(self.account.person_key, self.words_sealed) or ""

    @property
    def remaining(self) -> int:
        """Give what of it is applied to nothing yet."""
        return self.amount - self.allocated

    @property
    def active(self) -> list["Allocation"]:
        return [each for each in self.allocations if each.undone_at is None]

    def set_aside(self, now: datetime) -> None:
        """Say that what remains is nobody's payment here: the clerk's list loses it."""
        self.set_aside_at = now
        self.settle()

    def take_back(self) -> None:
        """Put a line that was set aside into the clerk's list again."""
        self.set_aside_at = None
        self.settle()

    @property
    def is_live(self) -> bool:
        """Tell whether the statement it came with still holds."""
        return self.statement.undone_at is None

    @property
    def may_pay(self) -> bool:
        return self.remaining > 0 and self.holds

    @property
    def holds(self) -> bool:
        """Tell whether its money is there: neither taken back nor corrected since."""
        return self.reversed_at is None and self.replaced_by is None

    def settle(self) -> None:
        """Work out whether it still waits for a clerk."""
        unexplained = self.takes_back and self.undoes is None
        self.is_open = (self.may_pay or unexplained) and self.set_aside_at is None


class Allocation(db.Model):
    """So much of a line was applied to a request. Undone ones stay, with who and when."""

    __tablename__ = "allocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("bank_line.id"), index=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("payment_request.id"), index=True)
    amount: Mapped[int] = mapped_column(Money)
    how: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(String(80))

    line: Mapped[BankLine] = relationship(back_populates="allocations")
    request: Mapped[PaymentRequest] = relationship(lazy="joined", innerjoin=True)

    @classmethod
    def make(
        cls, line: BankLine, request: PaymentRequest, amount: int, how: str, by: str, now: datetime
    ) -> "Allocation":
        """Apply ``amount`` of ``line`` to ``request``; both balances follow."""
        found = cls(line=line, request=request, amount=amount, how=how, at=now, by=by)
        db.session.add(found)
        line.allocated += amount
        request.received += amount
        request.unsay()  # the bank was heard: what is missing still is asked for again
        line.settle()
        return found

    def undo(self, by: str, now: datetime) -> None:
        """Take it back; a second time changes nothing."""
        if self.undone_at is not None:
            return
        self.undone_at, self.undone_by = now, by
        self.line.allocated -= self.amount
        self.request.received -= self.amount
        self.line.settle()
