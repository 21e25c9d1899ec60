"""What narrows the inbox, as its address says it: a link that can be shared and kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import null, select

from app.accounts.models import Agency, User
from app.core import clock, filters, text
from app.core.filters import among, asks, line
from app.places.maps.grid import Square
from app.places.models import COMMUNE, VILLAGE, Place
from app.service_requests import life
from app.service_requests.asked import FACES
from app.service_requests.catalogue.models import Service
from app.service_requests.following.models import Rating
from app.service_requests.history import RequestPhoto
from app.service_requests.life import AWAITING_CITIZEN
from app.service_requests.mapping.reading import inside
from app.service_requests.record import ServiceRequest

LATE, TODAY = "qua-han", "hom-nay"
DUE = (LATE, TODAY)
NOBODY = "chua-giao"
NOT_DONE = "chua-xong"
"""Stands for every status in which a report is open."""
RATED, UNRATED = "co", "chua"
OWN_SOURCE = "web"
SOURCES = (OWN_SOURCE, "phone", "counter", "paper")
RESULTS = (
    life.FIXED,
    life.EXPLAINED,
    life.SCHEDULED,
    life.NOT_ACCEPTED,
    life.DUPLICATE,
    life.WITHDRAWN,
)
TYPED = line(80)
DAYS: dict[str, Any] = {
    "nhan": ServiceRequest.requested_datetime,
    "han": ServiceRequest.due_at,
    "xong": ServiceRequest.answered_at,
}
"""What a range of days is of, by how its two filters begin."""


def _day(typed: str) -> str:
    """Read a day; what is none narrows nothing."""
    found = text.day(typed)
    return found.isoformat() if found else ""


def _square(typed: str) -> str:
    """Read a square of the map; what is none narrows nothing."""
    found = Square.read(typed)
    return found.name if found else ""


@dataclass(frozen=True)
class Filters(filters.Filters):
    """The names are those of the address. Places, agencies and people stand there by their code."""

    tim: str = asks("tim", TYPED)
    linh_vuc: str = asks("linh_vuc", TYPED)
    xa: str = asks("xa", TYPED)
    thon: str = asks("thon", TYPED)
    co_quan: str = asks("co_quan", TYPED)
    nguoi: str = asks("nguoi", TYPED)
    trang_thai: str = asks("trang_thai", among(NOT_DONE, *life.STATUSES))
    ket_qua: str = asks("ket_qua", among(*RESULTS))
    nguon: str = asks("nguon", among(*SOURCES))
    han: str = asks("han", among(*DUE))
    cham: str = asks("cham", among(RATED, UNRATED, *FACES))
    khan: bool = asks("khan", bool, False)
    anh: bool = asks("anh", bool, False)
    nhan_tu: str = asks("nhan_tu", _day)
    nhan_den: str = asks("nhan_den", _day)
    han_tu: str = asks("han_tu", _day)
    han_den: str = asks("han_den", _day)
    xong_tu: str = asks("xong_tu", _day)
    xong_den: str = asks("xong_den", _day)
    vung: str = asks("vung", _square)
    """A square of the map."""
    xep: str = asks("xep", line(12))
    """By what the list is sorted: this narrows nothing, and goes along."""

    def address(self, tab: str = "") -> str:
        """Give the part of the inbox's address after the question mark."""
        return urlencode({**({"muc": tab} if tab else {}), **self.given})

    @property
    def is_narrowed(self) -> bool:
        return bool(self.given.keys() - {"xep"})

    @property
    def order(self) -> str:
        """Give by what the list is sorted: unless that was said, by the days of receipt asked for.

        An index then begins where they begin, however many reports came before.
        """
        return self.xep or ("-nhan" if self.nhan_tu or self.nhan_den else "")

    @property
    def wants_closed(self) -> bool:
        """Tell whether only what is closed can be meant."""
        return bool(
            self.trang_thai == life.CLOSED
            or self.ket_qua
            or self.cham not in ("", UNRATED)
            or self.xong_tu
            or self.xong_den
        )

    @property
    def wants_open(self) -> bool:
        """Tell whether only what is open can be meant."""
        return bool(self.han) or self.trang_thai in (NOT_DONE, *life.OPEN)

    def conditions(self, now: datetime) -> list[Any]:
        """Give the conditions of everything but the words; an unknown code leaves nothing."""
        found = [
            column == which(getattr(self, name))
            for name, (column, which) in NAMED.items()
            if getattr(self, name)
        ]
        return found + self._plain() + self._days() + due_conditions(self.han, now)

    def _plain(self) -> list[Any]:
        report = ServiceRequest
        found: list[Any] = []
        open_ones = self.trang_thai == NOT_DONE
        for value, column in (
            ("" if open_ones else self.trang_thai, report.status),
            (self.ket_qua, report.resolution),
            (self.nguon, report.source),
        ):
            found += [column == value] if value else []
        found += [report.is_open] if open_ones else []
        square = Square.read(self.vung)
        found += [inside(square)] if square else []
        found += [report.is_urgent] if self.khan else []
        found += [_has_photo()] if self.anh else []
        return found + ([_rated(self.cham)] if self.cham else [])

    def _days(self) -> list[Any]:
        """Give the conditions of the ranges of days, both ends included."""
        found: list[Any] = []
        for name, column in DAYS.items():
            first, last = getattr(self, f"{name}_tu"), getattr(self, f"{name}_den")
            found += [column >= _starts(first)] if first else []
            found += [column < _starts(last, after=1)] if last else []
        if self.xong_tu:  # was touched then or later: the index of what is done knows that
            found.append(ServiceRequest.updated_datetime >= _starts(self.xong_tu))
        return found


def _id(model: Any, column: Any, code: str, *also: Any) -> Any:
    return select(model.id).where(column == code, *also).limit(1).scalar_subquery()


def _now(kind: str) -> tuple[Any, ...]:
    return Place.kind == kind, Place.valid_to.is_(None)


def _official(code: str) -> Any:
    return null() if code == NOBODY else _id(User, User.code, code)


NAMED: dict[str, tuple[Any, Callable[[str], Any]]] = {
    "linh_vuc": (
        ServiceRequest.service_id, lambda code: _id(Service, Service.service_code, code)
    ),
    "xa": (ServiceRequest.place_id, lambda code: _id(Place, Place.code, code, *_now(COMMUNE))),
    "thon": (ServiceRequest.village_id, lambda code: _id(Place, Place.code, code, *_now(VILLAGE))),
    "co_quan": (ServiceRequest.agency_id, lambda code: _id(Agency, Agency.code, code)),
    "nguoi": (ServiceRequest.assignee_id, _official),
}  # fmt: skip
"""By the name of a filter the report's column, and what gives the number of the row it names."""


def _has_photo() -> Any:
    """The sender's; what stands in a draft is its agency's alone."""
    mine = RequestPhoto.service_request_id == ServiceRequest.id
    return select(RequestPhoto.id).where(mine, RequestPhoto.role == RequestPhoto.REPORT).exists()


def _rated(face: str) -> Any:
    mine = select(Rating.id).where(Rating.service_request_id == ServiceRequest.id)
    if face in FACES:
        mine = mine.where(Rating.face == face)
    return ~mine.exists() if face == UNRATED else mine.exists()


def due_conditions(due: str, now: Any, end: Any = None) -> list[Any]:
    """Give the conditions of a deadline that has passed, or passes before the day ends.

    ``end``: when that is, where ``now`` is put in later.
    """
    report = ServiceRequest
    runs = [report.is_open, report.status != AWAITING_CITIZEN]
    if due == LATE:
        return [*runs, report.due_at < now]
    if due == TODAY:
        return [
            *runs,
            report.due_at >= now,
            report.due_at <= (end_of_day(now) if end is None else end),
        ]
    return []


def _starts(day: str, after: int = 0) -> datetime:
    """Give when that day begins in Viet Nam, or the one ``after`` days later."""
    return clock.at(date.fromisoformat(day) + timedelta(days=after))


def end_of_day(now: datetime) -> datetime:
    """Give the last moment of the day in Viet Nam."""
    return clock.at(clock.local(now).date(), time.max)
