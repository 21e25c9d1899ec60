"""Who stands in for whom today, and how that is arranged."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.actors import Actor
from app.accounts.models import Absence, User
from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError

LONGEST_CHAIN = 5
"""Deputies of deputies are followed so far; a circle ends there."""


def active_on(day: date) -> list[Any]:
    """Give the conditions of an absence that holds on ``day`` (Viet Nam)."""
    return [Absence.starts_on <= day, Absence.ends_on >= day, Absence.ended_at.is_(None)]


def deputies(now: datetime) -> dict[int, User]:
    """Give the active deputy of everybody who is absent at ``now``, by the absent one's id."""
    today = active_on(clock.local(now).date())
    statement = select(Absence).where(*today).options(joinedload(Absence.deputy))
    rows = db.session.scalars(statement.order_by(Absence.id)).all()
    return {row.user_id: row.deputy for row in rows if row.deputy.is_active}


def standing_in(people: Iterable[User], now: datetime) -> list[User]:
    """Give ``people`` with everybody absent replaced by their deputy, nobody twice."""
    known = deputies(now)
    return list(dict.fromkeys(present(each, known) for each in people))


def present(person: User, known: dict[int, User]) -> User:
    """Give whoever is there for ``person``: themselves, or the deputy, or the deputy's deputy."""
    found = person
    for _ in range(LONGEST_CHAIN):
        if found.id not in known:
            return found
        found = known[found.id]
    return person


def begin(
    user: User, deputy: User, days: tuple[date, date], actor: Actor, now: datetime
) -> Absence:
    """Let ``deputy`` stand in for ``user`` on those days, both included.

    Raises:
        DomainError: the days are past or in the wrong order, or the deputy cannot stand in.
    """
    first, last = days
    if first > last or last < clock.local(now).date():
        raise DomainError(_l("The last day must not be before the first, nor past."), field="to")
    if deputy.id == user.id or not deputy.is_active:
        raise DomainError(_l("Choose a colleague from the list."), field="deputy")
    if deputy.id == actor.user_id:
        raise DomainError(_l("Nobody gives themselves rights. Somebody else names you."),
                          field="deputy")  # fmt: skip
    if present(deputy, {**deputies(now), user.id: deputy}).id == user.id:
        raise DomainError(_l("You stand in for this colleague yourself."), field="deputy")
    absence = Absence(
        user=user, deputy=deputy, starts_on=first, ends_on=last, created_at=now,
        made_by_id=actor.user_id,
    )  # fmt: skip
    db.session.add(absence)
    days_said = {"deputy": deputy.reference, "from": first.isoformat(), "to": last.isoformat()}
    audit.record(actor.reference, "absence.begin", user.reference, now=now, after=days_said)
    return absence


def end(absence: Absence, actor: Actor, now: datetime) -> None:
    """End an absence at once; a second time changes nothing."""
    if absence.ended_at is None:
        absence.ended_at = now
        audit.record(actor.reference, "absence.end", absence.user.reference, now=now)


def of_all(people: Iterable[User], now: datetime) -> Sequence[Absence]:
    """Give the absences of ``people``, and those in which they stand in, present and to come."""
    ids = [each.id for each in people]
    statement = (
        select(Absence)
        .where(
            or_(Absence.user_id.in_(ids), Absence.deputy_id.in_(ids)),
            Absence.ends_on >= clock.local(now).date(),
            Absence.ended_at.is_(None),
        )
        .options(joinedload(Absence.user), joinedload(Absence.deputy))
        .order_by(Absence.starts_on, Absence.id)
    )
    return db.session.scalars(statement).all()


def by_id(absence_id: int) -> Absence | None:
    return db.session.get(Absence, absence_id)
