"""What a phone carries of the province, to find a commune where there is no network.

Communes with their old names and centres, all of them; villages of the viewer's surroundings.
The format is in docs/places.md: rows of lists, for each byte is paid for by the person.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select

from app.core.db import db
from app.core.text import ascii_slug
from app.places.geometry import metres
from app.places.models import COMMUNE, VILLAGE, Place
from app.places.queries import communes, successors

MOST_VILLAGES = 600
"""With 99 communes and their old names some 10 kB compressed; see docs/decisions/110."""
CENTRE_DIGITS = 2
"""Of a degree: a kilometre, for the nearest are offered and not chosen."""


def carried(home: Place | None) -> dict[str, Any]:
    """Give the communes, and villages around ``home``; all villages where they are few.

    ``exact`` tells that every commune has its boundary, so that a position alone is enough.
    """
    present = communes()
    former, near = _former(), _villages(present, home)
    return {
        "exact": bool(present) and all(place.south is not None for place in present),
        "communes": [_row(place, former[place.id], near.get(place.id, ())) for place in present],
    }


def _row(place: Place, former: Iterable[Place], villages: Iterable[Place]) -> list[Any]:
    centre = [None if it is None else round(it, CENTRE_DIGITS) for it in (place.lat, place.long)]
    olds = [old for old in former if old.full_name != place.full_name]
    named = [_village(place, each) for each in villages]
    row: list[Any] = [place.code, place.full_name, *centre, place.aliases]
    return [*row, [[old.title, _rest(old)] for old in olds], named]


def _rest(old: Place) -> str:
    """Give what is searched besides the name: the former district, still older names."""
    return f"{old.full_name.removeprefix(old.title).strip(', ')} {old.aliases}".strip()


def _village(commune: Place, village: Place) -> list[str]:
    """Give the name, and the code unless it is the one that the name makes."""
    made = f"{commune.code}-{ascii_slug(village.full_name)}"
    return [village.full_name] if village.code == made else [village.full_name, village.code]


def _former() -> dict[int, list[Place]]:
    """Give the former communes by the id of what they are now."""
    statement = select(Place).where(Place.kind == COMMUNE, Place.valid_to.is_not(None))
    old = {place.id: place for place in db.session.scalars(statement.order_by(Place.sort_key))}
    found: dict[int, list[Place]] = defaultdict(list)
    now = successors(old)
    for number, place in old.items():
        for each in now.get(number, ()):
            found[each.id].append(place)
    return found


def _villages(present: Sequence[Place], home: Place | None) -> dict[int, list[Place]]:
    """Give the villages of the communes nearest to ``home``, as many as a phone carries."""
    is_one = (Place.kind == VILLAGE, Place.valid_to.is_(None))
    counting = select(Place.parent_id, func.count()).where(*is_one).group_by(Place.parent_id)
    counts = {number: count for number, count in db.session.execute(counting) if number}
    chosen = _around(present, home, counts)
    statement = select(Place).where(*is_one, Place.parent_id.in_(chosen)).order_by(Place.sort_key)
    found: dict[int, list[Place]] = defaultdict(list)
    for village in db.session.scalars(statement):
        found[village.parent_id or 0].append(village)
    return found


def _around(present: Sequence[Place], home: Place | None, counts: dict[int, int]) -> list[int]:
    if sum(counts.values()) <= MOST_VILLAGES:
        return list(counts)
    if home is None:
        return []
    chosen, room = [], MOST_VILLAGES
    for place in sorted(present, key=lambda each: _apart(home, each)):
        room -= counts.get(place.id, 0)
        if room < 0:
            break
        chosen.append(place.id)
    return chosen


def _apart(home: Place, other: Place) -> float:
    if home.id == other.id:
        return -1.0
    if None in (home.lat, home.long, other.lat, other.long):
        return float("inf")
    return metres(home.lat or 0, home.long or 0, other.lat or 0, other.long or 0)
