"""Likely duplicates: open reports of the same service, near and recent, the likeliest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import lazyload

from app.core.db import db
from app.places.models import VILLAGE, Place
from app.service_requests.catalogue.models import Service
from app.service_requests.filing import similarity
from app.service_requests.filing.similarity import Spot
from app.service_requests.mapping import blanks
from app.service_requests.record import EDITED, OPEN_TO_ALL, ServiceRequest

MOST_LOOKED_AT = 60
"""Reports within the box that are ranked; a heap of one matter is joined long before."""
SHOWN_TO_CITIZENS, SHOWN_ON_DESK = 3, 5
IN_COMMUNE = timedelta(days=30)


@dataclass(frozen=True)
class Likely:
    """A report that may be about the same matter; ``metres`` is None without two points."""

    service_request: ServiceRequest
    metres: int | None
    score: float


def public_ones(service: Service, spot: Spot, words: str | None, now: datetime) -> list[Likely]:
    """Give what may be the same, of reports whose words and place everybody may read.

    What waits for acceptance is left out: its exact place is nobody's to know yet. So is what lies
    in an area of which no place is shown: that it is near would be one.
    """
    found = around(service, spot, now, [*_public(), *blanks.hidden().outside()])
    return ranked(service, spot, words, found, lambda it: it.public_text)[:SHOWN_TO_CITIZENS]


def in_commune(service: Service, place: Place, words: str, now: datetime) -> list[Likely]:
    """Give public reports of a service in the commune of ``place``, for whoever takes a call.

    A caller has no point, and the official beside the phone judges: so all of the last weeks
    are looked at, those with the same words, then of the same village, then the newest first.
    """
    if service.near_metres <= 0:
        return []
    commune_id = place.parent_id if place.kind == VILLAGE else place.id
    statement = (
        select(ServiceRequest)
        .where(
            ServiceRequest.service_id == service.id,
            ServiceRequest.is_open,
            ServiceRequest.place_id == commune_id,
            ServiceRequest.requested_datetime >= now - IN_COMMUNE,
            *_public(),
        )
        .options(lazyload(ServiceRequest.service), lazyload(ServiceRequest.place))
        .order_by(ServiceRequest.id.desc())
        .limit(MOST_LOOKED_AT)
    )
    mine = similarity.telling_words(words)

    def points(it: ServiceRequest) -> float:
        like = similarity.likeness(mine, similarity.telling_words(it.public_text)) or 0.0
        return like + (it.village_id == place.id) / 2

    found = db.session.scalars(_quiet(statement)).unique()
    rows = sorted(found, key=points, reverse=True)[:SHOWN_ON_DESK]
    return [Likely(each, None, points(each)) for each in rows]


def spot_of(service_request: ServiceRequest) -> Spot:
    return Spot(service_request.lat, service_request.long, service_request.village_id)


def _public() -> tuple[Any, ...]:
    """Give the conditions of a report whose words and place everybody may read."""
    return (
        ServiceRequest.is_listed,
        ServiceRequest.publicity.in_((OPEN_TO_ALL, EDITED)),
        ServiceRequest.accepted_at.is_not(None),
        ServiceRequest.main_id.is_(None),
    )


def around(
    service: Service, spot: Spot, now: datetime, conditions: Sequence[Any]
) -> Sequence[ServiceRequest]:
    """The open reports of a service near a spot that keep to ``conditions``; a bounded number."""
    where = _where(service, spot)
    if where is None:
        return []
    statement = (
        select(ServiceRequest)
        .where(
            ServiceRequest.service_id == service.id,
            ServiceRequest.is_open,
            ServiceRequest.requested_datetime >= now - timedelta(days=service.near_days),
            where,
            *conditions,
        )
        .options(lazyload(ServiceRequest.service), lazyload(ServiceRequest.place))
        .limit(MOST_LOOKED_AT)
    )
    return db.session.scalars(_quiet(statement)).unique().all()


def _where(service: Service, spot: Spot) -> ColumnElement[bool] | None:
    """Give the condition that an index answers: the box around a point, or the village."""
    if service.near_metres <= 0 or service.private_by_default:
        return None
    if spot.has_point:
        south, north, west, east = similarity.box(spot, service.near_metres)
        lat, long = ServiceRequest.lat, ServiceRequest.long
        return lat.between(south, north) & long.between(west, east)
    return ServiceRequest.village_id == spot.village_id if spot.village_id else None


def _quiet(statement: Select[Any]) -> Select[Any]:
    """Load no people along: who sent them is nobody's business here."""
    return statement.options(lazyload(ServiceRequest.person_key))


def ranked(
    service: Service,
    spot: Spot,
    words: str | None,
    found: Sequence[ServiceRequest],
    text_of: Callable[[ServiceRequest], str | None],
) -> list[Likely]:
    """Those of ``found`` that may be the same matter, the likeliest first."""
    mine = similarity.telling_words(words)
    rows = []
    for each in found:
        apart = similarity.distance(spot, spot_of(each))
        like = similarity.likeness(mine, similarity.telling_words(text_of(each)))
        points = similarity.score(apart, service.near_metres, like)
        if points > 0:
            rows.append(Likely(each, round(apart) if apart is not None else None, points))
    return sorted(rows, key=lambda likely: (-likely.score, likely.service_request.id))
