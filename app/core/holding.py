"""Holding one thing back from the end of its period: see ``retention``."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.referring import Referenced


class RetentionHold(Referenced, db.Model):
    """Somebody needs a thing longer: a court, an inspection, a person's own request."""

    __tablename__ = "retention_hold"
    __table_args__ = (
        Index("uq_retention_hold_open", "kind", "subject_id", unique=True,
              sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL")),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(200))
    placed_at: Mapped[datetime]
    placed_by: Mapped[str] = mapped_column(String(80))
    ended_at: Mapped[datetime | None]


def hold(kind: Any, code: str, reason: str, by: str, now: datetime) -> RetentionHold:
    """Keep the thing called ``code``, with all that is of it, whatever its age until ``let_go``.

    Raises:
        DomainError: there is no such thing, or no reason.
        Conflict: it is held already.
    """
    if not reason:
        raise DomainError(_l("Write why it has to stay."), field="reason")
    number = db.session.scalar(select(kind.id).where(kind.code == code))
    if number is None:
        raise DomainError(_l("There is nothing with this code."), field="code")
    kind.lock([number])
    mine = select(RetentionHold.id).where(
        RetentionHold.kind == kind.name, RetentionHold.subject_id == number,
        RetentionHold.ended_at.is_(None),
    )  # fmt: skip
    if db.session.scalar(mine) is not None:
        raise Conflict(_l("This is held already."), field="code")
    row = RetentionHold(kind=kind.name, subject_id=number, code=code, reason=reason,
                        placed_at=now, placed_by=by)  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(by, "retention.hold", row.reference, now=now, after={"code": code})
    return row


def let_go(row: RetentionHold, by: str, now: datetime) -> None:
    """End a hold; a second tap changes nothing."""
    if row.ended_at is None:
        row.ended_at = now
        audit.record(by, "retention.let_go", row.reference, now=now)


def holds() -> Sequence[RetentionHold]:
    """Give the holds that last, the oldest first."""
    open_ones = select(RetentionHold).where(RetentionHold.ended_at.is_(None))
    return db.session.scalars(open_ones.order_by(RetentionHold.id)).all()


def hold_by_id(number: int) -> RetentionHold | None:
    return db.session.get(RetentionHold, number)
