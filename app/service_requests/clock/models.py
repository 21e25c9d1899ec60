"""Who was told that a promise is in danger, step by step; each step once."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db


class Escalation(db.Model):
    """One step of the chain for one promise: written once, whatever runs how often."""

    __tablename__ = "escalation"
    __table_args__ = (UniqueConstraint("service_request_id", "promise_number", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_request_id: Mapped[int] = mapped_column(
        ForeignKey("service_request.id", ondelete="CASCADE")
    )
    promise_number: Mapped[int]
    step: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[datetime]
    """When the step was to be taken."""
    at: Mapped[datetime]
    """When it was."""
    recipients: Mapped[list["EscalationRecipient"]] = relationship(
        back_populates="escalation", cascade="all, delete-orphan", passive_deletes=True
    )


class EscalationRecipient(db.Model):
    """One person a step goes to. ``told_at`` follows in the same run, or in the next."""

    __tablename__ = "escalation_recipient"
    __table_args__ = (
        Index(
            "ix_escalation_recipient_untold",
            "id",
            sqlite_where=text("told_at IS NULL"),
            postgresql_where=text("told_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    escalation_id: Mapped[int] = mapped_column(
        ForeignKey("escalation.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    told_at: Mapped[datetime | None]

    escalation: Mapped[Escalation] = relationship(back_populates="recipients")


class MorningDigest(db.Model):
    """A day on which the leads got their morning figures."""

    __tablename__ = "morning_digest"

    day: Mapped[date] = mapped_column(primary_key=True)
    at: Mapped[datetime]
