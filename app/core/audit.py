"""Who did what, when, from what to what: rows that are added and never changed.

The row commits with the change. A worker seals rows in batches into a hash chain, so that a
row altered or removed later shows. Of what is older than the operator keeps it (``retention``) the
seals stay, so that the chain still holds.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any

import click
from sqlalchemy import ColumnElement, String, and_, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, jobs
from app.core.db import db, for_change

BATCH = 1_000
SETTLED = timedelta(minutes=1)
"""An id is given before its commit: rows this old can no longer be overtaken by lower ids."""


class AuditEntry(db.Model):
    """One act. Names, phones and words of people do not belong in ``before`` and ``after``."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(80))
    verb: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120), index=True)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]


class AuditSeal(db.Model):
    """The hash over a run of entries and over the seal before it."""

    __tablename__ = "audit_seal"

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int]
    last_id: Mapped[int] = mapped_column(index=True)
    sealed_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(String(64))
    emptied_at: Mapped[datetime | None]
    """When its entries had been kept long enough and went; the chain goes on over its digest."""


class AuditLock(db.Model):
    """The one row whoever seals must hold, so that two workers do not fork the chain."""

    __tablename__ = "audit_lock"

    id: Mapped[int] = mapped_column(primary_key=True)


def record(
    actor: str,
    verb: str,
    subject: str,
    *,
    now: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add an entry to the caller's transaction.

    ``actor`` and ``subject`` are references such as ``user:12``, ``system``, ``agency:3``.
    """
    db.session.add(
        AuditEntry(at=now, actor=actor, verb=verb, subject=subject, before=before, after=after)
    )


def record_many(actor: str, acts: Sequence[tuple[str, str, dict[str, Any]]], now: datetime) -> None:
    """Add an entry for each (verb, subject, after) in one statement, as ``record`` does."""
    entries = [
        {
            "at": now,
            "actor": actor,
            "verb": verb,
            "subject": subject,
            "before": None,
            "after": after,
        }
        for verb, subject, after in acts
    ]
    if entries:
        db.session.execute(insert(AuditEntry.__table__), entries)


def seal(now: datetime) -> int:
    """Seal what is not yet sealed, at most a batch; give how many. The caller commits."""
    _hold_lock()
    last = db.session.scalar(select(AuditSeal).order_by(AuditSeal.id.desc()).limit(1))
    found = _entries(after=last.last_id if last else 0, limit=BATCH)
    rows = list(takewhile(lambda row: _is_settled(row, now), found))
    if not rows:
        return 0
    digest = _digest(last.digest if last else "", rows)
    span = {"first_id": rows[0].id, "last_id": rows[-1].id}
    db.session.add(AuditSeal(sealed_at=now, digest=digest, **span))
    return len(rows)


def _is_settled(row: AuditEntry, now: datetime) -> bool:
    """Tell whether no entry before ``row`` can still come; one ahead is of a clock set back."""
    return row.at <= now - SETTLED or not clock.has_begun(row.at, now)


def broken_seal() -> AuditSeal | None:
    """Walk the chain; give the first seal that no longer fits its entries, or None."""
    before = AuditSeal(last_id=0, digest="")
    for current in db.session.scalars(select(AuditSeal).order_by(AuditSeal.id)):
        rows = [row for row in _entries(before.last_id, BATCH) if row.id <= current.last_id]
        if current.emptied_at is None and _digest(before.digest, rows) != current.digest:
            return current
        if current.emptied_at is not None and rows:
            return current
        before = current
    return None


def sealed_before(moment: datetime) -> ColumnElement[bool]:
    """Say which seals are older than that and have their entries; never the last one.

    SQLite would give the numbers of the newest entries again.
    """
    last = select(func.max(AuditSeal.id)).scalar_subquery()
    return and_(AuditSeal.sealed_at < moment, AuditSeal.emptied_at.is_(None), AuditSeal.id < last)


def forget(seals: Sequence[int], now: datetime) -> None:
    """Take away the entries below these seals; the caller commits."""
    for current in db.session.scalars(select(AuditSeal).where(AuditSeal.id.in_(seals))):
        span = AuditEntry.id.between(current.first_id, current.last_id)
        db.session.execute(delete(AuditEntry).where(span))
        current.emptied_at = now


def verify() -> None:
    """Do what ``audit verify`` does."""
    broken = broken_seal()
    if broken is not None:
        raise click.ClickException(f"the seal over entries up to {broken.last_id} does not fit")
    click.echo("the audit log is whole")
    emptied = db.session.scalar(
        select(func.max(AuditSeal.sealed_at)).where(AuditSeal.emptied_at.is_not(None))
    )
    if emptied is not None:
        click.echo(f"of what was sealed until {emptied:%Y-%m-%d} the seals alone are kept")


@jobs.every(timedelta(minutes=1))
def seal_now() -> None:
    """Seal what came in since the last run."""
    while seal(clock.now()) == BATCH:
        db.session.commit()
    db.session.commit()


def _hold_lock() -> None:
    if db.session.scalar(for_change(select(AuditLock))) is None:
        db.session.add(AuditLock(id=1))
        db.session.flush()


def _entries(after: int, limit: int) -> list[AuditEntry]:
    statement = select(AuditEntry).where(AuditEntry.id > after).order_by(AuditEntry.id)
    return list(db.session.scalars(statement.limit(limit)))


def _digest(previous: str, rows: list[AuditEntry]) -> str:
    digest = hashlib.sha256(previous.encode())
    for row in rows:
        content = [row.id, row.at.isoformat(), row.actor, row.verb, row.subject]
        line = json.dumps([*content, row.before, row.after], sort_keys=True, ensure_ascii=True)
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
