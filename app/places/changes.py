"""Units that are renamed, merged or split from a day on: the rows themselves.

A unit that goes on keeps its row and number, so that offices, rules, homes and shops stay with it;
what it was called until that day becomes a former unit of its own, with the unit as its successor.
So old names are found like those of 2025.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db
from app.core.errors import DomainError
from app.core.referring import Referenced
from app.places.models import Place, PlaceSuccession

RENAME, MERGE, SPLIT = "rename", "merge", "split"
NOT_COPIED = {"id", "valid_to", "boundary", "south", "west", "north", "east"}


class UnitChange(Referenced, db.Model):
    """A change of units, decided by ``basis``, that counts from ``day`` on; ``what`` says which."""

    __tablename__ = "unit_change"
    __table_args__ = (Index("ix_unit_change_due", "applied_at", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    day: Mapped[date]
    what: Mapped[dict[str, Any]]
    basis: Mapped[str] = mapped_column(String(200))
    checked_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by: Mapped[str] = mapped_column(String(80))
    applied_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    @property
    def is_waiting(self) -> bool:
        return self.applied_at is None and self.dropped_at is None


def rename(place: Place, unit_type: str, name: str, day: date) -> Place:
    """Call a unit otherwise from ``day`` on; give its former self.

    Raises:
        DomainError: for a day on which the unit did not exist yet.
    """
    former = _remember(place, day)
    _call(place, unit_type, name)
    return former


def end_into(place: Place, survivor: Place, day: date) -> None:
    """End a unit that goes wholly into another one; its villages go along."""
    _refuse_early(place, day)
    for village in _below(place):
        move_village(village, survivor)
    place.end(day)
    succeed(place, survivor)


def found(old: Place, unit_type: str, name: str, code: str, day: date) -> Place:
    """Make a new unit out of a part of ``old``, which goes on."""
    made = Place(kind=old.kind, code=code, parent=old.parent, valid_from=day,
                 lat=old.lat, long=old.long)  # fmt: skip
    _call(made, unit_type, name)
    db.session.add(made)
    db.session.flush()
    return made


def move_village(village: Place, to: Place) -> None:
    village.parent = to
    _call(village, village.unit_type, village.name)


def succeed(former: Place, *parts: Place) -> None:
    """Say that a former unit went into these."""
    db.session.add_all(PlaceSuccession(old_id=former.id, new_id=part.id) for part in parts)
    db.session.flush()


def _remember(place: Place, day: date) -> Place:
    """Make a former unit of what ``place`` was until ``day``; ``place`` begins anew on it."""
    _refuse_early(place, day)
    columns = {column.key for column in Place.__table__.columns} - NOT_COPIED
    former = Place(**{name: getattr(place, name) for name in columns}, valid_to=day)
    place.valid_from = day
    db.session.flush()  # the pair of code and first day is free only now
    db.session.add(former)
    db.session.flush()
    succeed(former, place)
    return former


def _call(place: Place, unit_type: str, name: str) -> None:
    """Name it, and those right below it by what stands above them."""
    place.rename(unit_type, name, above=place.parent.title if place.parent else "")
    db.session.flush()
    if place.id is not None:
        for below in _below(place):
            below.rename(below.unit_type, below.name, above=place.title)


def _below(place: Place) -> Sequence[Place]:
    now = select(Place).where(Place.parent_id == place.id, Place.valid_to.is_(None))
    return db.session.scalars(now.order_by(Place.id)).all()


def _refuse_early(place: Place, day: date) -> None:
    if day <= place.valid_from:
        raise DomainError(
            _l("%(place)s has been called so only since %(day)s.", place=place.title,
               day=f"{place.valid_from:%d/%m/%Y}"),
            field="day",
        )  # fmt: skip
