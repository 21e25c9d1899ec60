"""Which communes lie beside one, by their centres."""

import math
from collections.abc import Sequence

from sqlalchemy import select

from app.core.db import db
from app.places.models import COMMUNE, Place


def beside(place: Place, limit: int = 3) -> Sequence[Place]:
    """Give the present communes whose centres are nearest to that of ``place``."""
    if place.lat is None or place.long is None:
        return []
    narrowing = math.cos(math.radians(place.lat))
    north, east = Place.lat - place.lat, (Place.long - place.long) * narrowing
    statement = (
        select(Place)
        .where(Place.kind == COMMUNE, Place.valid_to.is_(None), Place.id != place.id)
        .where(Place.lat.is_not(None), Place.long.is_not(None))
        .order_by(north * north + east * east)
        .limit(limit)
    )
    return db.session.scalars(statement).all()
