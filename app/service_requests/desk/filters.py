"""What narrows the inbox, as its address says it: a link that can be shared and kept."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select

from app.accounts.models import User
from app.core import clock, filters
from app.core.filters import among, asks, line
from app.service_requests.catalogue.models import Service
from app.service_requests.life import AWAITING_CITIZEN
from app.service_requests.record import ServiceRequest

LATE, TODAY = "qua-han", "hom-nay"
DUE = (LATE, TODAY)
NOBODY = "chua-giao"
TYPED = line(80)


@dataclass(frozen=True)
class Filters(filters.Filters):
    """The names are those of the address: words, service, who works on it, when due, urgency."""

    tim: str = asks("tim", TYPED)
    linh_vuc: str = asks("linh_vuc", TYPED)
    nguoi: str = asks("nguoi", TYPED)
    han: str = asks("han", among(*DUE))
    khan: bool = asks("khan", bool, False)

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
