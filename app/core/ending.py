"""Ends what is past its time, as ``retention`` says; the worker every six hours, or a command."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import click
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from app.core import audit, clock, jobs, scrubbing
from app.core.db import db
from app.core.retention import (
    ANNOUNCED,
    SOON,
    Kind,
    add,
    kinds,
    outlook,
    periods,
    register,
)

CHUNK = 200
ENDED = "retention.end"


def carry_out(now: datetime) -> dict[str, int]:
    """End all that is past its time, and say how many of each kind; commits as it goes."""
    _announce(now)
    done = {
        period.kind.name: _carry_out(period.kind, period.now.days, now)
        for period in periods(now)
        if period.now is not None
    }
    if any(done.values()):
        scrubbing.ask()
    db.session.commit()
    return done


def ended(limit: int) -> Sequence[audit.AuditEntry]:
    """Give what was ended lately, the newest first, as it was written down."""
    subjects = audit.AuditEntry.subject.in_([f"retention:{kind.name}" for kind in kinds()])
    mine = select(audit.AuditEntry).where(subjects, audit.AuditEntry.verb == ENDED)
    return db.session.scalars(mine.order_by(audit.AuditEntry.id.desc()).limit(limit)).all()


@jobs.every(timedelta(hours=6))
def carry_out_now() -> None:
    carry_out(clock.now())


def show() -> None:
    """Do what ``retention show`` does."""
    for each in outlook(clock.now()):
        kind, rule = each.period.kind, each.period.next
        later = f"; {rule.days} from {clock.local(rule.holds_from):%d/%m/%Y}" if rule else ""
        click.echo(
            f"{kind.name}: {each.period.days} days{later}; "
            f"{each.now} end now, {each.soon} within {SOON.days} days, {each.held} held"
        )


def run() -> None:
    """Do what ``retention run`` does."""
    for name, count in carry_out(clock.now()).items():
        click.echo(f"{name}: {count}")


register(
    Kind(
        "audit", _l("Log of who did what"),
        _l("The entries go; the seals over them stay, so that the log still cannot be forged."),
        1_825, audit.AuditSeal.id, audit.sealed_before, audit.forget, least=730, order=90,
    )
)  # fmt: skip


def _announce(now: datetime) -> None:
    """Write down for every kind that nobody decided yet what it comes with: it counts later."""
    for period in periods(now):
        if period.now is None and period.next is None:
            add(period.kind, period.kind.days, now + ANNOUNCED, "system", None, "")
    db.session.commit()


def _carry_out(kind: Kind, days: int, now: datetime) -> int:
    moment, last, count = now - timedelta(days=days), 0, 0
    while ids := _ids(kind.due(moment).where(kind.id > last).order_by(kind.id).limit(CHUNK)):
        last, count = ids[-1], count + end(kind, ids, moment, now)
        db.session.commit()
    return count


def end(kind: Kind, ids: Sequence[int], moment: datetime, now: datetime) -> int:
    """End those of ``ids`` that are still due once they are locked, and say how many."""
    kind.lock(ids)
    due = _ids(kind.due(moment).where(kind.id.in_(ids)).order_by(kind.id))
    if not due:
        return 0
    said = kind.end(due, now)
    count = len(due) if said is None else said
    after = {"count": count, "before": moment.isoformat()}
    audit.record("system", ENDED, f"retention:{kind.name}", now=now, after=after)
    return count


def _ids(statement: Select[Any]) -> Sequence[int]:
    return db.session.scalars(statement).all()
