"""How much work each colleague has: what is open, and what of it is late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, func, select

from app.accounts.models import User
from app.core import clock
from app.core.db import db
from app.service_requests.life import AWAITING_CITIZEN
from app.service_requests.record import ServiceRequest


@dataclass(frozen=True)
class Load:
    """Open reports of one official, and how many of them are late, for acceptance or answer.

    What is joined under another report is done with that one, and what waits for its sender has
    nothing to be done: neither is counted.
    """

    open: int = 0
    late: int = 0


NONE = Load()


def loads(user_ids: Iterable[int], now: datetime) -> dict[int, Load]:
    """Give the load of each of those officials who has any, in one statement."""
    found = db.session.execute(select_loads(user_ids, now))
    return {user_id: Load(*counted) for user_id, *counted in found}


def select_loads(user_ids: Iterable[int], now: datetime) -> Select[Any]:
    """Select ``assignee_id``, ``open`` and ``late`` of each of them who has any."""
    report: Any = ServiceRequest
    late = func.count().filter(report.due_at < now)
    return (
        select(report.assignee_id, func.count().label("open"), late.label("late"))
        .where(report.assignee_id.in_(set(user_ids)), report.is_open, report.main_id.is_(None))
        .where(report.status != AWAITING_CITIZEN)
        .group_by(report.assignee_id)
    )


def with_load(
    officials: Sequence[User], known: Mapping[int, Load] | None = None
) -> list[tuple[str, Any]]:
    """Give officials to choose from, each with what they have on their desk."""
    if known is None:
        known = loads((each.id for each in officials), clock.now())
    return [(each.code, _named(each, known.get(each.id, NONE))) for each in officials]


def _named(official: User, load: Load) -> Any:
    values = {"name": official.name or official.code, "open": load.open, "late": load.late}
    if load.late:
        return _("%(name)s: %(open)s open, %(late)s late", **values)
    return _("%(name)s: %(open)s open", **values)
