"""Bills: what is owed for a period, its corrections, and the receipt once it is paid."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.bills.models.account import CustomerAccount
from app.bills.models.biller import Biller
from app.bills.models.exact import Exact
from app.core import codes
from app.core.clock import now as present
from app.core.db import Money, db
from app.core.lifecycle import Life
from app.core.referring import Referenced

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"
BILL_LIFE: Life["Bill"] = Life("bill", column="state", versioned=False)
BILL_LIFE.verb("publish", {DRAFT}, PUBLISHED)
BILL_LIFE.verb("withdraw", {DRAFT, PUBLISHED}, WITHDRAWN)
BILL_LIFE.verb("draft again", {WITHDRAWN}, DRAFT)
CORRECTION = "correction"
SAID_WAITS = timedelta(days=3)
"""How long the bank may take to show a transfer, a weekend included."""


def new_code() -> str:
    """Give a fresh public code of a bill: not to be guessed."""
    return codes.readable_code(3)


class Bill(Referenced, db.Model):
    """One bill. ``number`` is 0; a correction has 1, 2, … and a total that may be below zero.

    ``before_tax``, ``tax``, ``fee`` and ``total`` are what the biller says, in whole đồng;
    ``lines`` its own parts ({"label", "amount"}) where it names them.
    """

    __tablename__ = "bill"
    __table_args__ = (
        UniqueConstraint("account_id", "period", "number"),
        Index("ix_bill_biller_period", "biller_id", "period", "state"),
        Index("ix_bill_open_due", "is_open", "due_on"),
        Index("ix_bill_desk", "biller_id", "is_open", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=new_code)
    biller_id: Mapped[int] = mapped_column(ForeignKey("biller.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("customer_account.id"))
    period: Mapped[str] = mapped_column(String(7))
    number: Mapped[int] = mapped_column(default=0)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("bill.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200), default="")
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date] = mapped_column(Date)
    reading_before: Mapped[Decimal | None] = mapped_column(Exact)
    reading_after: Mapped[Decimal | None] = mapped_column(Exact)
    quantity: Mapped[Decimal | None] = mapped_column(Exact)
    before_tax: Mapped[int | None] = mapped_column(Money)
    tax: Mapped[int | None] = mapped_column(Money)
    fee: Mapped[int | None] = mapped_column(Money)
    total: Mapped[int] = mapped_column(Money)
    lines: Mapped[list[Any]]
    due_on: Mapped[date] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), default=DRAFT)
    upload_id: Mapped[int | None] = mapped_column(index=True)
    foreign_id: Mapped[str] = mapped_column(String(80), default="")
    """The bill's name in the biller's program."""
    owed: Mapped[int] = mapped_column(Money)
    """The total with its published corrections."""
    received: Mapped[int] = mapped_column(Money, default=0)
    settled_on: Mapped[date | None] = mapped_column(Date)
    """Paid elsewhere, as the biller says."""
    said_paid_at: Mapped[datetime | None]
    """When the payer said that they had transferred: nothing asks for it until the bank shows."""
    is_open: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]

    biller: Mapped[Biller] = relationship()
    """Loaded with the account: no statement of its own."""
    account: Mapped[CustomerAccount] = relationship(lazy="joined", innerjoin=True)
    corrects: Mapped["Bill | None"] = relationship(remote_side=[id], back_populates="corrections")
    corrections: Mapped[list["Bill"]] = relationship(
        back_populates="corrects", order_by="Bill.number"
    )
    receipts: Mapped[list["Receipt"]] = relationship(back_populates="bill", order_by="Receipt.id")

    @property
    def is_correction(self) -> bool:
        return self.corrects_id is not None or self.number > 0

    @property
    def is_own(self) -> bool:
        return self.account.is_own

    @property
    def days(self) -> int:
        """Give the period's length in days."""
        return (self.to_on - self.from_on).days + 1

    @property
    def missing(self) -> int:
        if self.settled_on is not None:
            return 0
        return max(self.owed - self.received, 0)

    @property
    def is_said(self) -> bool:
        """Tell whether the payer says they transferred and the bank has not shown it yet."""
        return self.said_paid_at is not None and self.missing > 0

    @property
    def is_said_long(self) -> bool:
        """Tell whether that was said so long ago that the payer should look into it."""
        return self.is_said and self.said_paid_at <= present() - SAID_WAITS  # type: ignore[operator]

    @property
    def to_pay(self) -> int:
        """Give what is asked for: nothing while a transfer is said to be on its way."""
        return 0 if self.is_said else self.missing

    @property
    def overpaid(self) -> int:
        """Give what came in beyond what is owed."""
        return max(self.received - max(self.owed, 0), 0)

    @property
    def receipt(self) -> "Receipt | None":
        return next((each for each in self.receipts if each.voided_at is None), None)

    @property
    def parts_gap(self) -> int:
        """Give how much the total differs from its named parts; 0 where none are named."""
        if self.before_tax is None:
            return 0
        return self.total - (self.before_tax + (self.tax or 0) + (self.fee or 0))

    def go(self, verb: str) -> None:
        """Take a step of the life cycle; raises ``InvalidTransition``."""
        BILL_LIFE.move(self, verb)

    def publish(self, now: datetime) -> None:
        self.go("publish")
        self.published_at = now
        self.reckon()

    def withdraw(self) -> None:
        """Take it away; what was paid for it waits for the clerk."""
        self.go("withdraw")
        self.is_open = False

    def settle(self, day: date) -> None:
        """It was paid elsewhere on that day."""
        self.settled_on = self.settled_on or day
        self.reckon()

    def receive(self, received: int) -> None:
        """Note how much has come in altogether."""
        self.received = received
        self.reckon()

    def reckon(self) -> None:
        """Work out what is owed and whether something is still to be paid."""
        held = [each.total for each in self.corrections if each.state == PUBLISHED]
        self.owed = self.total + sum(held)
        is_bill = self.number == 0 and not self.is_own
        self.is_open = is_bill and self.state == PUBLISHED and self.missing > 0


class Receipt(db.Model):
    """Proof of payment. It is voided, not removed, where a match is taken back."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("biller_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    biller_id: Mapped[int] = mapped_column(ForeignKey("biller.id"))
    bill_id: Mapped[int] = mapped_column(ForeignKey("bill.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    amount: Mapped[int] = mapped_column(Money)
    issued_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]

    bill: Mapped[Bill] = relationship(back_populates="receipts")
