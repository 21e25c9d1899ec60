"""What narrows the inbox, as its address says it: a link that can be shared and kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from app.accounts.models import User
from app.core import clock
from app.service_requests.catalogue.models import Service
from app.service_requests.life import AWAITING_CITIZEN
from app.service_requests.record import ServiceRequest

LATE, TODAY = "qua-han", "hom-nay"
DUE = (LATE, TODAY)
NOBODY = "chua-giao"
LONGEST = 80


@dataclass(frozen=True)
class Filters:
    """The names are those of the address: words, service, who works on it, when due, urgency."""

    tim: str = ""
    linh_vuc: str = ""
    nguoi: str = ""
    han: str = ""
    khan: str = ""

    @classmethod
    def read(cls, values: Mapping[str, str]) -> "Filters":
        """Read an address or a form; what is unknown narrows nothing."""
        given = {name: " ".join(values.get(name, "")[:LONGEST].split()) for name in NAMES}
        given["han"] = given["han"] if given["han"] in DUE else ""
        given["khan"] = "1" if given["khan"] else ""
        return cls(**given)

    @property
    def given(self) -> dict[str, str]:
        """Give those that narrow something, as parts of an address."""
        return {name: value for name, value in asdict(self).items() if value}

    def address(self, tab: str = "") -> str:
        """Give the part of the inbox's address after the question mark."""
        return urlencode({**({"muc": tab} if tab else {}), **self.given})

    def conditions(self, now: datetime) -> list[Any]:
        """Give the conditions of everything but the words; an unknown code leaves nothing."""
        report = ServiceRequest
        found: list[Any] = []
        if self.linh_vuc:
            service = select(Service.id).where(Service.service_code == self.linh_vuc)
            found.append(report.service_id == service.scalar_subquery())
        if self.nguoi:
            found.append(_who(self.nguoi))
        if self.khan:
            found.append(report.is_urgent)
        return found + _due(self.han, now)


NAMES = tuple(Filters.__dataclass_fields__)


def _who(code: str) -> Any:
    if code == NOBODY:
        return ServiceRequest.assignee_id.is_(None)
    official = select(User.id).where(User.code == code)
    return ServiceRequest.assignee_id == official.scalar_subquery()


def _due(due: str, now: datetime) -> list[Any]:
    """Give the conditions of a deadline that has passed, or passes before the day ends."""
    report = ServiceRequest
    runs = [report.is_open, report.status != AWAITING_CITIZEN]
    if due == LATE:
        return [*runs, report.due_at < now]
    if due == TODAY:
        return [*runs, report.due_at >= now, report.due_at <= end_of_day(now)]
    return []


def end_of_day(now: datetime) -> datetime:
    """Give the last moment of the day in Viet Nam."""
    return datetime.combine(clock.local(now).date(), time.max, clock.VIETNAM)
