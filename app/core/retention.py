"""How long what is known of people stays, by kind, and what becomes of it then.

    REPORTS = register(Kind("reports", _l("Reports"), _l("Words, place and sender go …"), 1825,
                            ServiceRequest.id, ended_before, end))

A room says which of its rows are past their time and how they end; the operator how many days
that is; the worker does it. A period counts from a day on: what a release brings, or what is made
shorter, is announced a week before, so that whoever looks can hold something back. A row whose
matter is open is held, and so is one that a person has put a hold on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import ColumnElement, Index, Select, String, delete, not_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.formats import day
from app.core.holding import RetentionHold
from app.core.listing import counted

ANNOUNCED = timedelta(days=7)
"""How long before it counts that a period is shown, where it takes something away."""
SOON = timedelta(days=30)
MOST_COUNTED = 100_000
End = Callable[[Sequence[int], datetime], int | None]
"""Ends the rows with these ids; gives how many, where it may leave some."""
Matter = Callable[[Any], ColumnElement[bool]]


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is kept.

    ``past(moment)`` is what holds of rows whose time ran out before ``moment``; ``end(ids, now)``
    ends them, after which ``past`` no longer holds of them. ``is_open`` holds of rows whose matter
    goes on. ``code`` is by what a person names a row, where there is such a thing. ``lock(ids)``
    has whoever ends one and whoever holds it or takes it up wait for each other. ``of_person(id)``
    holds of the rows that an account's erasure would empty.
    ``days`` is the period unless the operator sets another, from ``least`` to ``most``.
    """

    name: str
    label: Any
    becomes: Any
    """What goes and what stays, as a person reads it."""
    days: int
    id: Any
    past: Callable[[datetime], ColumnElement[bool]]
    end: End
    is_open: Callable[[], ColumnElement[bool]] | None = None
    code: Any = None
    lock: Callable[[Sequence[int]], None] = lambda _ids: None
    least: int = 1
    most: int = 36_500
    of_person: Callable[[Any], ColumnElement[bool]] | None = None
    order: int = 50

    def due(self, moment: datetime) -> Select[Any]:
        """Select the ids of what ends where its time ran out before ``moment``."""
        return select(self.id).where(self.past(moment), not_(self._held()))

    def held(self, moment: datetime) -> Select[Any]:
        """Select the ids of what would end but for an open matter or a person's hold."""
        return select(self.id).where(self.past(moment), self._held())

    @property
    def is_held(self) -> ColumnElement[bool]:
        """A hold keeps the whole thing: a report's photos too, whichever of its kinds it names."""
        alike = [kind.name for kind in kinds() if kind.id is self.id]
        mine = select(RetentionHold.subject_id).where(
            RetentionHold.kind.in_(alike), RetentionHold.ended_at.is_(None)
        )
        return self.id.in_(mine)

    def _held(self) -> ColumnElement[bool]:
        return or_(self.is_held, self.is_open()) if self.is_open else self.is_held


class RetentionRule(db.Model):
    """A period: so many days, from ``holds_from`` on, until a later row. ``note`` says by what."""

    __tablename__ = "retention_rule"
    __table_args__ = (Index("ix_retention_rule_kind", "kind", "holds_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    days: Mapped[int]
    holds_from: Mapped[datetime]
    checked_on: Mapped[date | None]
    """When somebody last compared it with the law; None: nobody has."""
    note: Mapped[str] = mapped_column(String(200), default="")
    set_by: Mapped[str] = mapped_column(String(80))

    @property
    def said(self) -> str:
        return said(self.days)


@dataclass(frozen=True)
class Period:
    """A kind with what counts now, and what will."""

    kind: Kind
    now: RetentionRule | None
    next: RetentionRule | None

    @property
    def days(self) -> int:
        """What counts, or will count first, or what the kind comes with."""
        rule = self.now or self.next
        return rule.days if rule else self.kind.days

    @property
    def said(self) -> str:
        return said(self.days)

    @property
    def schedule(self) -> str:
        """Say it with the day from which it counts, or from which another one does."""
        if self.next is None:
            return self.said
        later = _(
            "%(period)s from %(day)s on", period=self.next.said, day=day(self.next.holds_from)
        )
        return f"{self.said} · {later}" if self.next.days != self.days else later

    @property
    def checked_on(self) -> date | None:
        rule = self.next or self.now
        return rule.checked_on if rule else None


@dataclass(frozen=True)
class Outlook:
    """How many rows of a kind end now, within ``SOON``, and how many are held."""

    period: Period
    now: int
    soon: int
    held: int


_kinds: dict[str, Kind] = {}
_matters: list[Matter] = []


def said(days: int) -> str:
    """Say a period as people do: whole years as years."""
    years, rest = divmod(days, 365)
    if years and not rest:
        return ngettext("%(num)d year", "%(num)d years", years)
    return ngettext("%(num)d day", "%(num)d days", days)


def deletes(table: Any) -> End:
    """Give how a kind ends of which nothing stays."""

    def end(ids: Sequence[int], _now: datetime) -> None:
        db.session.execute(delete(table).where(table.id.in_(ids)))

    return end


def register(kind: Kind) -> Kind:
    _kinds[kind.name] = kind
    return kind


def goes_on(matter: Matter) -> None:
    """Add what keeps an account that nobody uses: ``matter(person)`` holds where something of the
    person with that id (a column) has not ended."""
    _matters.append(matter)


def has_matters(person: Any) -> ColumnElement[bool]:
    """Hold where something of the person with that id (a column) goes on, or is held."""
    held = [
        select(kind.id).where(kind.of_person(person), kind.is_held).exists()
        for kind in kinds()
        if kind.of_person
    ]
    return or_(*(matter(person) for matter in _matters), *held)


def kinds() -> list[Kind]:
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.name))


def kind_named(name: str) -> Kind | None:
    return _kinds.get(name)


def things_of(person_id: int) -> list[tuple[str, Sequence[int]]]:
    """Give the ids of what a person's erasure would empty, with the name of their kind."""
    return [
        (kind.name, db.session.scalars(select(kind.id).where(kind.of_person(person_id))).all())
        for kind in kinds()
        if kind.of_person
    ]


def held_among(name: str, ids: Sequence[int]) -> set[int]:
    """Give those of a kind's ids that somebody holds."""
    kind = _kinds[name]
    return set(db.session.scalars(select(kind.id).where(kind.id.in_(ids), kind.is_held)))


def periods(now: datetime) -> list[Period]:
    """Give every kind with its period; one statement."""
    rows = db.session.scalars(select(RetentionRule).order_by(RetentionRule.id)).all()
    return [_period(kind, [row for row in rows if row.kind == kind.name], now) for kind in kinds()]


def period_of(kind: Kind, now: datetime) -> Period:
    return next(each for each in periods(now) if each.kind is kind)


def kept_for(name: str) -> str:
    """Say how long the kind of that name stays, as pages tell it; read once in an app context."""
    if "periods" not in g:
        g.periods = {period.kind.name: period for period in periods(clock.now())}
    return str(g.periods[name].said)


def outlook(now: datetime, only: Kind | None = None) -> list[Outlook]:
    """Give for every kind what would end; two statements, counted to ``MOST_COUNTED``."""
    found = [period for period in periods(now) if only in (None, period.kind)]
    asked = [count for period in found for count in _counts(period, now)]
    numbers = iter(db.session.execute(select(*asked)).one())
    return [Outlook(each, next(numbers), next(numbers), next(numbers)) for each in found]


def set_period(kind: Kind, days: int | None, by: str, now: datetime, note: str = "") -> Period:
    """Let ``kind`` stay so many days: at once where that is longer, else after ``ANNOUNCED``.

    The same number again says that it was checked. Raises ``DomainError`` for one out of bounds.
    """
    if days is None or not kind.least <= days <= kind.most:
        raise DomainError(
            _l("Write a whole number of days from %(least)s to %(most)s.", least=kind.least,
               most=kind.most),
            field="days",
        )  # fmt: skip
    before = period_of(kind, now)
    longer = before.now is not None and days >= before.now.days
    if before.next is not None:  # it has not begun to count
        db.session.delete(before.next)
    add(kind, days, now if longer else now + ANNOUNCED, by, now, note)
    audit.record(
        by, "retention.set", f"retention:{kind.name}", now=now, before={"days": before.days},
        after={"days": days},
    )  # fmt: skip
    db.session.flush()
    return period_of(kind, now)


def going(period: Period, now: datetime, limit: int) -> list[str]:
    """Give the codes of some that end within ``SOON``, those that end first in front."""
    kind = period.kind
    if kind.code is None:
        return []
    moment = now + SOON - timedelta(days=period.days)
    codes = select(kind.code).where(kind.id.in_(kind.due(moment))).order_by(kind.id)
    return list(db.session.scalars(codes.limit(limit)))


def _counts(period: Period, now: datetime) -> list[Any]:
    moment = now - timedelta(days=period.days)
    due, soon, held = period.kind.due(moment), period.kind.due(moment + SOON), period.kind.held
    return [counted(each, MOST_COUNTED) for each in (due, soon, held(moment + SOON))]


def _period(kind: Kind, rows: Sequence[RetentionRule], now: datetime) -> Period:
    count = [row for row in rows if row.holds_from <= now]
    later = [row for row in rows if row.holds_from > now]
    return Period(kind, count[-1] if count else None, later[-1] if later else None)


def add(
    kind: Kind, days: int, holds_from: datetime, by: str, checked: datetime | None, note: str
) -> None:
    day = clock.local(checked).date() if checked else None
    db.session.add(
        RetentionRule(
            kind=kind.name, days=days, holds_from=holds_from, checked_on=day, note=note, set_by=by
        )
    )
