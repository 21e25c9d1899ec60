"""The same submission twice gives the same answer; another under its key is refused.

A form carries a random key. The first arrival claims it in the transaction that creates the
thing; a repeat waits for that transaction and gets its answer.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db
from app.core.errors import Conflict, DomainError

MIN_KEY, MAX_KEY = 16, 100


class Submission(db.Model):
    """A submission that was taken, and where its answer is."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("sender", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(MAX_KEY))
    fingerprint: Mapped[str] = mapped_column(String(64))
    answer: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(index=True)


def fingerprint(parts: Iterable[object]) -> str:
    """Give the SHA-256 of what was sent: the same content gives the same fingerprint."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else str(part).encode()
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()


def claim(sender: str, key: str, content: str, now: datetime) -> Submission:
    """Claim ``key`` for ``sender``, or find the earlier claim.

    ``sender`` is ``user:<id>``, or ``guest``: there the random key itself is the proof.
    Gives the row; its ``answer`` is None for a first arrival (the caller sets it before the
    commit). Raises ``Conflict`` when other content came under the key, ``DomainError`` for a
    key that is no key.
    """
    if not MIN_KEY <= len(key) <= MAX_KEY:
        raise DomainError(_l("This form is incomplete. Please open it again and send once more."))
    db.session.execute(
        insert(Submission)
        .values(sender=sender, key=key, fingerprint=content, created_at=now)
        .on_conflict_do_nothing()
    )
    statement = select(Submission).where(Submission.sender == sender, Submission.key == key)
    row: Submission = db.session.scalars(statement).one()
    if row.fingerprint != content:
        raise Conflict(
            _l("This form was already sent with other words. Open a new form for a new matter.")
        )
    return row


def insert(model: type) -> Any:
    """Give an INSERT that can say what to do where the row is there already."""
    dialect = db.engine.dialect.name
    return (postgresql if dialect == "postgresql" else sqlite).insert(model)
