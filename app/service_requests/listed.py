"""A report as a list reads it: columns, of the service and the place too.

Twenty of them as whole rows with two relations each took a third of a list.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, select

from app.core.translated import Words, said_in
from app.places.models import Place
from app.service_requests.catalogue.models import Service
from app.service_requests.record import ServiceRequest, Worded

_COLUMNS: tuple[Any, ...] = (
    ServiceRequest.id,
    ServiceRequest.code,
    ServiceRequest.status,
    ServiceRequest.resolution,
    ServiceRequest.description,
    ServiceRequest.publicity,
    ServiceRequest.is_listed,
    ServiceRequest.public_description,
    ServiceRequest.unmasked,
    ServiceRequest.requested_datetime,
    ServiceRequest.is_open,
    ServiceRequest.sealed_kind,
    ServiceRequest.answer_by,
    ServiceRequest.place_id,
    ServiceRequest.map_cell,
    Place.unit_type,
    Place.name,
    Service.service_code,
    Service.icon,
    Service.active,
    Service.words,
)
_SERVICE = _COLUMNS.index(Service.service_code)


class _OfService(NamedTuple):
    service_code: str
    icon: str
    active: bool
    words: Words


class ListedService(_OfService):
    """What a list tells of a service."""

    @property
    def service_name(self) -> str:
        """Give the name in the language being spoken."""
        return said_in(self, "name", self.service_code)


class ListedPlace(NamedTuple):
    """What a list tells of a place."""

    unit_type: str
    name: str

    @property
    def title(self) -> str:
        """Give it as ``Place.title`` does."""
        return f"{self.unit_type} {self.name}".strip()


class _OfReport(NamedTuple):
    id: int
    code: str
    status: str
    resolution: str | None
    description: str | None
    publicity: str
    is_listed: bool
    public_description: str | None
    unmasked: list[Any] | None
    requested_datetime: datetime
    is_open: bool
    sealed_kind: str | None
    answer_by: datetime
    place_id: int
    map_cell: int | None
    place: ListedPlace
    service: ListedService


class Listed(_OfReport, Worded):
    """A report in a list: what its line shows to everybody, and to its sender."""

    @classmethod
    def of(cls, row: Any) -> "Listed":
        """Read a row of ``listed``."""
        place = ListedPlace(*row[_SERVICE - 2 : _SERVICE])
        return cls._make((*row[: _SERVICE - 2], place, ListedService(*row[_SERVICE:])))


Told = ServiceRequest | Listed
"""A report, whole or as a line of a list."""


def listed(*conditions: ColumnElement[bool]) -> Select[Any]:
    """Select the reports under these conditions, for ``Listed.of``."""
    joined = select(*_COLUMNS).select_from(ServiceRequest).join(ServiceRequest.service)
    return joined.join(ServiceRequest.place).where(*conditions)
