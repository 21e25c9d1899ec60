"""What somebody is asked to pay, and how much of it has come in."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core import codes
from app.core.db import Money, db
from app.core.inserting import insert
from app.core.tables.values import as_key

PREFIX = "HD"
LENGTH = 10
REFERENCE = re.compile(rf"(?=({PREFIX}[{codes.READABLE}]{{{LENGTH - len(PREFIX)}}}))")
UNPAID, PART, PAID, OVER = "unpaid", "part", "paid", "over"


def new_reference() -> str:
    """Give a fresh transfer content: ten letters and digits without look-alikes."""
    return PREFIX + codes.readable_code().replace("-", "")


class PaymentRequest(db.Model):
    """An amount somebody owes to the owner of an account.

    ``reference`` goes into the transfer's content; ``payer_code`` (as compared, see
    ``values.as_key``) is what payers write who do not scan. ``subject_kind`` and ``subject_id``
    name the bill or order; this floor does not know it.
    """

    __tablename__ = "payment_request"
    __table_args__ = (
        Index("ix_payment_request_payer", "owner_kind", "owner_id", "payer_code"),
        Index("ix_payment_request_subject", "subject_kind", "subject_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=new_reference)
    owner_kind: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[int]
    payer_code: Mapped[str] = mapped_column(String(40), default="")
    amount: Mapped[int] = mapped_column(Money)
    received: Mapped[int] = mapped_column(Money, default=0)
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    said_paid_at: Mapped[datetime | None]
    """When the payer said that they had transferred; no money is counted for that."""

    @classmethod
    def ask(
        cls, owner: tuple[str, int], amount: int, subject: tuple[str, int], code: str, now: datetime
    ) -> "PaymentRequest":
        """Ask for ``amount`` on behalf of ``owner``; add it to the session."""
        request = cls(**_columns(owner, amount, subject, code, now))
        db.session.add(request)
        return request

    @classmethod
    def ask_many(
        cls,
        owner: tuple[str, int],
        asked: Sequence[tuple[int, tuple[str, int], str]],
        now: datetime,
    ) -> None:
        """Ask for many amounts (amount, subject, code) in few statements.

        What was asked for and cancelled since, as for a bill that was withdrawn, is asked again.
        """
        if not asked:
            return
        made = insert(cls.__table__)
        again = {"amount": made.excluded.amount, "cancelled_at": None}
        known = ("subject_kind", "subject_id")
        db.session.execute(
            made.on_conflict_do_update(index_elements=known, set_=again),
            [_columns(owner, *each, now) for each in asked],
        )

    @property
    def missing(self) -> int:
        """Give what is still to be paid, 0 when all is."""
        return max(self.amount - self.received, 0)

    @property
    def balance(self) -> str:
        """Give ``unpaid``, ``part``, ``paid`` or ``over``."""
        if self.received <= 0 and self.amount > 0:
            return UNPAID
        if self.received < self.amount:
            return PART
        return PAID if self.received == self.amount else OVER

    @property
    def audit_reference(self) -> str:
        """Give ``payment_request:12``, as audit rows name it."""
        return f"payment_request:{self.id}"

    def say_paid(self, now: datetime) -> None:
        """Note that the payer says they transferred."""
        self.said_paid_at = self.said_paid_at or now

    def unsay(self) -> None:
        """Note that nothing is on its way: it is asked for again."""
        self.said_paid_at = None

    def change_amount(self, amount: int) -> None:
        """Ask for another amount, after a correction."""
        self.amount = amount

    def cancel(self, now: datetime) -> None:
        """Ask no more; what came in stays visible to the clerk."""
        self.cancelled_at = self.cancelled_at or now


def _columns(
    owner: tuple[str, int], amount: int, subject: tuple[str, int], code: str, now: datetime
) -> dict[str, Any]:
    return {
        "owner_kind": owner[0],
        "owner_id": owner[1],
        "amount": amount,
        "received": 0,
        "subject_kind": subject[0],
        "subject_id": subject[1],
        "payer_code": as_key(code),
        "created_at": now,
        "reference": new_reference(),
    }
