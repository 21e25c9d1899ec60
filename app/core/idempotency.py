"""The same submission twice gives the same answer; another under its key is refused.

A form carries a random key. The first arrival claims it in the transaction that creates the
thing; a repeat waits for that transaction and gets its answer.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import String, UniqueConstraint, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.inserting import dialect, insert

MIN_KEY, MAX_KEY = 16, 100
MOST_ANSWERS = 20
KEPT = timedelta(days=400)
"""Longer than a phone that lay in a drawer keeps a session; then a repeat would be a new one."""


class OtherContent(Conflict):
    """Other content came under the key of a form that was taken already."""


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
    commit). Raises ``OtherContent`` when other content came under the key, ``DomainError`` for a
    key that is no key.
    """
    if not MIN_KEY <= len(key) <= MAX_KEY:
        raise DomainError(_l("This form is incomplete. Please open it again and send once more."))
    claimed = {"sender": sender, "key": key, "fingerprint": content, "created_at": now}
    db.session.execute(_claimed(dialect()), claimed)
    row: Submission = db.session.scalars(_CLAIM, {"sender": sender, "key": key}).one()
    if row.fingerprint != content:
        raise OtherContent(
            _l("This form was already sent with other words. Open a new form for a new matter.")
        )
    return row


@cache
def _claimed(_dialect: str) -> Any:
    return insert(Submission.__table__).on_conflict_do_nothing()


_CLAIM = select(Submission).where(
    Submission.sender == bindparam("sender"), Submission.key == bindparam("key")
)


def answers_to(sender: str, content: str, since: datetime) -> Sequence[str]:
    """Give the answers that ``sender`` got for the same content under any key, the newest first.

    ``guest`` is every guest: whoever asks for one must know which answers are theirs.
    """
    statement = select(Submission.answer).where(
        Submission.created_at >= since,
        Submission.fingerprint == content,
        Submission.sender == sender,
        Submission.answer.is_not(None),
    )
    found = db.session.scalars(statement.order_by(Submission.id.desc()).limit(MOST_ANSWERS))
    return [answer for answer in found if answer]


def forget_old(now: datetime) -> None:
    """Forget what was sent so long ago that no phone still holds it; the caller commits."""
    db.session.execute(delete(Submission).where(Submission.created_at < now - KEPT))
