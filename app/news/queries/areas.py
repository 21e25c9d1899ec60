"""Places as the editors choose them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from app.core.db import db
from app.places.models import COMMUNE, Place


def by_codes(codes: Sequence[str]) -> list[Place]:
    """Give the units of those codes in their order: the present one of each, else the latest."""
    statement = (
        select(Place)
        .where(Place.code.in_(codes))
        .options(joinedload(Place.parent))
        .order_by(Place.valid_to.is_not(None), Place.valid_to.desc())
    )
    found: dict[str, Place] = {}
    for place in db.session.scalars(statement) if codes else ():
        found.setdefault(place.code, place)
    return [found[code] for code in dict.fromkeys(codes) if code in found]


def communes_with_boundaries() -> Sequence[Place]:
    """Give the present communes with their boundaries, in alphabetical order."""
    statement = (
        select(Place)
        .where(Place.kind == COMMUNE, Place.valid_to.is_(None))
        .options(undefer(Place.boundary))
        .order_by(Place.sort_key)
    )
    return db.session.scalars(statement).all()


def names(ids: Sequence[int]) -> dict[int, Place]:
    """Give places by id, in one statement."""
    statement = select(Place).where(Place.id.in_(ids))
    return {place.id: place for place in db.session.scalars(statement)} if ids else {}
