"""What was signed when a report came in, and the roots of the days."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from app.core.db import db
from app.service_requests.record import ServiceRequest


class ReceiptProof(db.Model):
    """The signed receipt of a report. It stays when its sender is erased, and tells nothing then.

    ``sealed``: what was sent, and the salt of the digest, under the sender's key.
    """

    __tablename__ = "receipt_proof"
    __table_args__ = (Index("ix_receipt_proof_day", "day", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int | None] = mapped_column(
        ForeignKey("service_request.id", ondelete="SET NULL"), unique=True
    )
    code: Mapped[str] = mapped_column(String(20), unique=True)
    day: Mapped[date]
    digest: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(100))
    sealed: Mapped[bytes | None]

    service_request: Mapped[ServiceRequest | None] = relationship(
        backref=backref("proof", uselist=False, passive_deletes=True)
    )


class ReceiptDay(db.Model):
    """A day that is over: how many receipts it has, the root of their tree, signed."""

    __tablename__ = "receipt_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    number: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    signature: Mapped[str] = mapped_column(String(100))
