"""The photos, voices and documents of reports."""

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Select, bindparam, select

from app.core.db import db
from app.media.models import READY, Attachment, Photo
from app.service_requests.history import RequestAttachment, RequestPhoto
from app.service_requests.listed import Told
from app.service_requests.record import ServiceRequest

AnyLink = TypeVar("AnyLink", bound=RequestAttachment)


class Shot(NamedTuple):
    """A photo of a report as a list shows it: small, or not made yet."""

    service_request_id: int
    role: str
    is_public: bool
    code: str
    state: str

    @property
    def is_ready(self) -> bool:
        return self.state == READY


def shots_of(requests: Sequence[Told]) -> dict[int, list[Shot]]:
    """Give each report's photos for a line of a list, oldest first, in one statement."""
    found: dict[int, list[Shot]] = {each.id: [] for each in requests}
    for row in db.session.execute(_shots(), {"requests": list(found)}) if found else ():
        found[row[0]].append(Shot(*row))
    return found


@cache
def _shots() -> Select[Any]:
    link: Any = RequestPhoto
    these = link.service_request_id.in_(bindparam("requests", expanding=True))
    shown = (link.service_request_id, link.role, link.is_public, Photo.code, Photo.state)
    return select(*shown).join(link.thing.of_type(Photo)).where(these).order_by(link.id)


def photos_of(requests: Sequence[ServiceRequest]) -> dict[int, list[RequestPhoto]]:
    """Give each report's photos, oldest first, in one statement."""
    found: dict[int, list[RequestPhoto]] = {each.id: [] for each in requests}
    for link in db.session.scalars(_photos(), {"requests": list(found)}) if found else ():
        found[link.service_request_id].append(link)
    return found


@cache
def _photos() -> Select[Any]:
    these = RequestPhoto.service_request_id.in_(bindparam("requests", expanding=True))
    return select(RequestPhoto).where(these).order_by(RequestPhoto.id)


def by_code(kind: type[AnyLink], request_id: int, code: str) -> AnyLink | None:
    """Give the link to what has ``code``, if that belongs to the report."""
    mine = select(kind).join(kind.thing).where(kind.service_request_id == request_id)
    return db.session.scalar(mine.where(Attachment.code == code))


def photos_of_report(service_request: ServiceRequest) -> list[RequestPhoto]:
    """Give the citizen's photos: those whose publicity is decided."""
    return [link for link in every_photo(service_request) if link.role in RequestPhoto.OF_CITIZEN]


def every_photo(service_request: ServiceRequest) -> list[RequestPhoto]:
    """All photos of a report and its drafts, oldest first."""
    return photos_of([service_request])[service_request.id]


def to_publish(links: Sequence[RequestPhoto]) -> list[RequestPhoto]:
    """Give those of a sender's photos that may become public: of a covered one its copy alone."""
    covered = {link.covers_id for link in links}
    return [
        link for link in links if link.role in RequestPhoto.OF_CITIZEN and link.id not in covered
    ]
