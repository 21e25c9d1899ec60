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
from flask import g, has_app_context
from sqlalchemy import ColumnElement, Index, String, and_, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock, jobs
from app.core.db import db, for_change

BATCH = 1_000
SETTLED = timedelta(minutes=1)
"""An id is given before its commit: rows this old can no longer be overtaken by lower ids."""


class AuditEntry(db.Model):
    """One act. Names, phones and words of people do not belong in ``before`` and ``after``."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_actor", "actor", "id"),
        Index("ix_audit_entry_verb", "verb", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(80))
    verb: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(120), index=True)
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    role: Mapped[str | None] = mapped_column(String(200))
    """From which rights whoever acted in a request did so: ``handle@so-xay-dung``, ``citizen``."""


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


class AuditCheck(db.Model):
    """One walk over the whole chain: when, by whom, and where it broke."""

    __tablename__ = "audit_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    asked_by: Mapped[str] = mapped_column(String(80))
    broken_at: Mapped[int | None]
    """The last entry under the first seal that does not fit; None: all fit."""


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
        AuditEntry(
            at=now,
            actor=actor,
            verb=verb,
            subject=subject,
            before=before,
            after=after,
            role=_role(actor),
        )
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
            "role": _role(actor),
        }
        for verb, subject, after in acts
    ]
    if entries:
        db.session.execute(insert(AuditEntry.__table__), entries)


def _role(actor: str) -> str | None:
    """Give the role of the present request's viewer, where it is they who act."""
    viewer = g.get("viewer") if has_app_context() else None
    return str(viewer.role)[:200] if viewer is not None and viewer.reference == actor else None


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


def check(now: datetime, asked_by: str) -> AuditCheck:
    """Walk the chain and write down how it was found; the caller commits."""
    broken = broken_seal()
    found = AuditCheck(at=now, asked_by=asked_by, broken_at=broken.last_id if broken else None)
    db.session.add(found)
    return found


def last_check() -> AuditCheck | None:
    return db.session.scalar(select(AuditCheck).order_by(AuditCheck.id.desc()).limit(1))


def verify() -> None:
    """Do what ``audit verify`` does."""
    found = check(clock.now(), "system")
    broken_at = found.broken_at
    db.session.commit()
    if broken_at is not None:
        raise click.ClickException(f"the seal over entries up to {broken_at} does not fit")
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


CHECKED_EVERY = timedelta(days=1)


@jobs.every(timedelta(hours=1))
def check_daily() -> None:
    """Walk the chain once a day, so that a break is not found by chance."""
    last, now = last_check(), clock.now()
    if last is None or not clock.lasts(last.at, CHECKED_EVERY, now):
        check(now, "system")
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
        content: list[Any] = [row.id, row.at.isoformat(), row.actor, row.verb, row.subject]
        content += [row.before, row.after, *([row.role] if row.role else [])]
        line = json.dumps(content, sort_keys=True, ensure_ascii=True)
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
