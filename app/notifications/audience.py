"""Whom a broadcast is for: everybody, who lives in some places, or officials."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, true

from app.accounts.models import Right, User
from app.core.db import db
from app.notifications.models import PushBinding
from app.notifications.ringing import is_silent
from app.places.models import PROVINCE, Place
from app.places.queries import descendant_ids


@dataclass(frozen=True)
class Audience:
    """People by where they live (``place_ids``), or ``everybody``, or ``officials`` alone.

    ``place_ids`` hold the places below and the former ones too: see ``living_in``.
    """

    place_ids: tuple[int, ...] = ()
    everybody: bool = False
    officials: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "places": list(self.place_ids),
            "everybody": self.everybody,
            "officials": self.officials,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Audience":
        """Read what ``as_json`` gave."""
        return cls(tuple(stored["places"]), stored["everybody"], stored["officials"])

    @property
    def condition(self) -> ColumnElement[bool]:
        """Give the condition on ``User``: active, and meant."""
        active = User.disabled_at.is_(None) & User.erased_at.is_(None)
        return active & self._meant

    @property
    def _meant(self) -> ColumnElement[bool]:
        if self.officials:
            return User.id.in_(select(Right.user_id))
        if self.everybody:
            return true()
        return or_(
            User.home_commune_id.in_(self.place_ids), User.home_village_id.in_(self.place_ids)
        )


OFFICIALS = Audience(officials=True)


def living_in(places: Iterable[Place]) -> Audience:
    """Give whoever lives in one of ``places``; the province means everybody."""
    chosen = list(places)
    if any(place.kind == PROVINCE for place in chosen):
        return Audience(everybody=True)
    ids = {number for place in chosen for number in db.session.scalars(descendant_ids(place.id))}
    return Audience(tuple(sorted(ids)))


def count_people(audience: Audience) -> int:
    """Give how many people an audience has now."""
    return db.session.scalar(select(func.count()).select_from(User).where(audience.condition)) or 0


def count_people_with_push(audience: Audience, group: str) -> int:
    """Give how many of them have a browser that may be told by push of what is in ``group``."""
    bound = select(PushBinding.id).where(PushBinding.user_id == User.id).exists()
    counted = (
        select(func.count())
        .select_from(User)
        .where(audience.condition, bound, ~is_silent(User.id, group))
    )
    return db.session.scalar(counted) or 0
