"""What was mended lately: the place before and after, as everybody may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload, lazyload

from app.core.db import db
from app.media.models import Photo
from app.places.models import Place
from app.service_requests import life
from app.service_requests.enclosures.rights import photo_is_public
from app.service_requests.following import lists, own
from app.service_requests.history import RequestPhoto
from app.service_requests.mapping import blanks
from app.service_requests.record import EDITED, OPEN_TO_ALL, ServiceRequest

SHOWN = 3
LOOKED_AT = 300
"""Of the newest public reports: what is older was not mended just now, and is not searched."""


@dataclass(frozen=True)
class Mended:
    """A report that was mended: a citizen's photo, and the agency's of its answer."""

    report: ServiceRequest
    before: Photo
    after: Photo
    at: datetime
    agency_id: int | None
    """Which gave the answer."""


@dataclass(frozen=True)
class Lately:
    """What was mended in ``place``, or in the whole province where that is None."""

    place: Place | None
    rows: list[Mended]


def lately(place: Place | None) -> Lately:
    """Give what was mended last and has photos of before and after that everybody may see."""
    newest = select(ServiceRequest.id).where(ServiceRequest.is_listed)
    if place is not None:
        newest = newest.where(ServiceRequest.place_id.in_(own.ids_of_reports_in(place)))
    looked_at = newest.order_by(ServiceRequest.id.desc()).limit(LOOKED_AT).subquery()
    statement = (
        select(ServiceRequest)
        .where(ServiceRequest.id.in_(select(looked_at.c.id)), *conditions())
        .order_by(ServiceRequest.id.desc())
        .limit(SHOWN)
        .options(*lists.line(), lists.public())
    )
    return Lately(place, pairs(db.session.scalars(statement).all()))


def conditions() -> tuple[Any, ...]:
    """Give what a report is that was mended, with a photo of before and after for everybody.

    Of areas that the map leaves out nothing is shown.
    """
    return (
        ServiceRequest.is_listed,
        ServiceRequest.status == life.CLOSED,
        ServiceRequest.resolution == life.FIXED,
        ServiceRequest.publicity.in_((OPEN_TO_ALL, EDITED)),
        _has_photo(*RequestPhoto.OF_CITIZEN),
        _has_photo(RequestPhoto.REPLY),
        *blanks.hidden().outside(),
    )


def pairs(reports: Sequence[ServiceRequest]) -> list[Mended]:
    """Give those of which both photos are ready, in the order given, in one statement."""
    links = _public_photos(reports)
    return [each for row in reports if (each := _mended(row, links))]


def of(report: ServiceRequest) -> Mended | None:
    """Give the pair of one report; None where everybody may not see both photos, or not yet."""
    is_mended = report.status == life.CLOSED and report.resolution == life.FIXED
    found = pairs([report]) if is_mended else []
    return found[0] if found else None


def _has_photo(*roles: str) -> Any:
    link = aliased(RequestPhoto, flat=True)
    found = select(link.id).where(
        link.service_request_id == ServiceRequest.id,
        link.kind == "photo",
        link.is_public,
        link.role.in_(roles),
    )
    return found.correlate(ServiceRequest).exists()


def _public_photos(reports: Sequence[ServiceRequest]) -> list[RequestPhoto]:
    if not reports:
        return []
    statement = (
        select(RequestPhoto)
        .where(
            RequestPhoto.service_request_id.in_([each.id for each in reports]),
            RequestPhoto.is_public,
        )
        .options(joinedload(RequestPhoto.change).options(lazyload("*")))
        .order_by(RequestPhoto.id)
    )
    return list(db.session.scalars(statement).unique())


def _mended(report: ServiceRequest, links: Sequence[RequestPhoto]) -> Mended | None:
    """Give the first photo of the matter and the last of the answer, once both can be shown."""
    own_links = (link for link in links if link.service_request_id == report.id)
    mine = [link for link in own_links if photo_is_public(report, link) and link.photo.is_ready]
    before = next((link for link in mine if link.role in RequestPhoto.OF_CITIZEN), None)
    after = next((link for link in reversed(mine) if link.role == RequestPhoto.REPLY), None)
    if before is None or after is None or after.change is None:
        return None
    change = after.change
    return Mended(report, before.photo, after.photo, change.at, change.agency_id)
