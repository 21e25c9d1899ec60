"""What the operator does about limits: close a source for a time, open it, set a number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from app.accounts.actors import Actor
from app.accounts.limits import REGISTRY, Limit
from app.accounts.models import ClosedSource, LimitRefusal, LimitSetting
from app.core import audit
from app.core.db import db, one
from app.core.errors import DomainError
from app.core.text import whole

SEEN_FOR = timedelta(days=2)
"""How long refusals, and with them addresses, are kept."""
HOURS = (1, 24, 72)
MOST_SHOWN = 100
HIGHEST = 1_000_000


@dataclass(frozen=True)
class Refused:
    """One source and one limit in the last days: how often, and when last (to the hour)."""

    row: LimitRefusal
    limit: Limit | None
    count: int
    last: datetime


def refused(now: datetime) -> list[Refused]:
    """Give what was refused in the last two days, the newest and most first."""
    last, total = func.max(LimitRefusal.hour), func.sum(LimitRefusal.count)
    summed = (
        select(func.max(LimitRefusal.id), total, last)
        .where(LimitRefusal.hour >= now - SEEN_FOR)
        .group_by(LimitRefusal.limit_name, LimitRefusal.source_index)
        .order_by(last.desc(), total.desc())
        .limit(MOST_SHOWN)
    )
    found = db.session.execute(summed).all()
    rows = {
        row.id: row
        for row in db.session.scalars(
            select(LimitRefusal).where(LimitRefusal.id.in_([number for number, *_ in found]))
        )
    }
    return [
        Refused(rows[number], REGISTRY.get(rows[number].limit_name), count, rows[number].hour)
        for number, count, _last in found
    ]


def closed_now(now: datetime) -> Sequence[ClosedSource]:
    """Give the sources that are closed, the newest first."""
    shut = select(ClosedSource).where(ClosedSource.until > now, ClosedSource.opened_at.is_(None))
    return db.session.scalars(shut.order_by(ClosedSource.id.desc()).limit(MOST_SHOWN)).all()


def refusal(number: int) -> LimitRefusal | None:
    return db.session.get(LimitRefusal, number)


def closed_source(number: int) -> ClosedSource | None:
    found: ClosedSource | None = one(select(ClosedSource).where(ClosedSource.id == number))
    return found


def close(row: LimitRefusal, hours: int, actor: Actor, now: datetime) -> ClosedSource:
    """Take nothing without an account from that source for so many hours; closing again extends.

    Raises:
        DomainError: for another number of hours than those offered.
    """
    if hours not in HOURS or actor.user_id is None:
        raise DomainError(_l("Choose for how long."), field="hours")
    until = now + timedelta(hours=hours)
    found = next((one for one in closed_now(now) if one.source_index == row.source_index), None)
    shut = found or ClosedSource(
        kind=row.kind,
        source_index=row.source_index,
        sealed=row.sealed,
        closed_at=now,
        closed_by_id=actor.user_id,
    )
    shut.until = until
    db.session.add(shut)
    db.session.flush()
    after = {"kind": shut.kind, "until": until.isoformat()}
    audit.record(actor.reference, "source.close", shut.reference, now=now, after=after)
    return shut


def open_again(shut: ClosedSource, actor: Actor, now: datetime) -> None:
    """Open a source before its time; a second tap changes nothing."""
    if shut.opened_at is None:
        shut.opened_at = now
        audit.record(actor.reference, "source.open", shut.reference, now=now)


def set_numbers(typed: Mapping[str, str], actor: Actor, now: datetime) -> int:
    """Set the numbers typed by name of limit, an empty one back to what it comes with.

    Gives how many changed. Raises ``DomainError`` for what is no number from 1 to a million.
    """
    changed = 0
    for name in sorted(REGISTRY.keys() & typed.keys()):
        most = _number(name, typed[name])
        before = REGISTRY[name].present
        if most != before:
            _set(REGISTRY[name], most)
            after: dict[str, Any] = {"most": most}
            audit.record(
                actor.reference, "limit.set", f"limit:{name}", now=now, before={"most": before},
                after=after,
            )  # fmt: skip
            changed += 1
    return changed


def sweep(now: datetime) -> None:
    """Forget refusals after two days, and closed sources as long after their end."""
    db.session.execute(delete(LimitRefusal).where(LimitRefusal.hour < now - SEEN_FOR))
    db.session.execute(delete(ClosedSource).where(ClosedSource.until < now - SEEN_FOR))


def _number(name: str, typed: str) -> int:
    if not typed.strip():
        return REGISTRY[name].most
    most = whole(typed.strip())
    if most is None or not 1 <= most <= HIGHEST:
        raise DomainError(_l("Write a whole number from 1 to 1,000,000."), field=name)
    return most


def _set(limit: Limit, most: int) -> None:
    row = db.session.get(LimitSetting, limit.name)
    if row is not None and most == limit.most:
        db.session.delete(row)
    elif row is not None:
        row.most = most
    else:
        db.session.add(LimitSetting(name=limit.name, most=most))
