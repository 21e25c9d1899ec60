"""What the room counts: waits for a signal, and installs, by village."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import distinct, func, select
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.places.models import Place
from app.pwa.models import InstallCount
from app.service_requests.models import ServiceRequest

FEWEST_PEOPLE = 5
"""A village with fewer senders is left out, so that no row tells of one person."""
MOST_ROWS = 200
MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class Wait:
    """A village: how many waited, and the hours they waited together."""

    place: Place
    reports: int
    hours: int


def villages_without_signal() -> Sequence[Wait]:
    """Give the villages where at least five people with an account waited, the longest first.

    Guests' waits are added to the hours but not to the people: one guest is not told from five.
    """
    minutes = func.sum(ServiceRequest.offline_minutes)
    people = func.count(distinct(ServiceRequest.citizen_id))
    reports = func.count(ServiceRequest.id)
    waits = (
        select(ServiceRequest.village_id, reports, minutes)
        .where(ServiceRequest.offline_minutes > 0, ServiceRequest.village_id.is_not(None))
        .group_by(ServiceRequest.village_id)
        .having(people >= FEWEST_PEOPLE)
        .order_by(minutes.desc())
        .limit(MOST_ROWS)
    )
    found = [(village, count, total) for village, count, total in db.session.execute(waits)]
    named = _places(village for village, _count, _total in found if village)
    return [
        Wait(named[village], count, round(total / MINUTES_PER_HOUR))
        for village, count, total in found
        if village and total
    ]


def installs() -> Sequence[tuple[str, Place | None, int]]:
    """Give the installs counted so far by helper's tag and village, the most first."""
    statement = select(InstallCount).order_by(InstallCount.count.desc(), InstallCount.tag)
    rows = db.session.scalars(statement.limit(MOST_ROWS)).all()
    named = _places(row.place_id for row in rows if row.place_id)
    return [(row.tag, named.get(row.place_id or 0), row.count) for row in rows]


def _places(ids: Iterable[int]) -> dict[int, Place]:
    statement = select(Place).where(Place.id.in_(list(ids))).options(joinedload(Place.parent))
    return {place.id: place for place in db.session.scalars(statement)}
