"""What an agency's lead has to see today: what is late, what soon will be, what waits for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import aliased

from app.accounts import permissions
from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core.db import db
from app.core.listing import Count, counted
from app.service_requests.desk.rows import shown
from app.service_requests.figures import standing
from app.service_requests.leading.reach import reach_of
from app.service_requests.life import AWAITING_CITIZEN
from app.service_requests.record import ServiceRequest
from app.service_requests.routing.assigning import colleagues
from app.service_requests.routing.load import Load

SHOWN = 10
"""Reports of each list; the rest stands behind a link."""
MOST_COUNTED = 100
"""No list is counted further: the page costs the same however many reports there are.

How many are late beyond that, or given to nobody, the figures keep.
"""
SOON = timedelta(hours=48)
FEW_AGENCIES = 5
"""Where there are no more, colleagues with nothing on their desk are listed too."""
LATE, NEAR, APPROVAL = "late", "near", "approval"
LOOSE, LOOSE_LATE = "loose", "loose_late"
KEPT = {LATE: "waits_late", LOOSE: "loose", LOOSE_LATE: "loose_late"}
"""As what the figures keep them."""
LISTS = (LATE, NEAR, APPROVAL)


@dataclass(frozen=True)
class Matters:
    """Counts of the three lists and of what nobody has, and the first reports of each list."""

    counts: dict[str, Count]
    rows: dict[str, list[ServiceRequest]]


def led(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Give the conditions of a report in the lead's branches; the operator's are all but sealed."""
    if viewer.has(permissions.OPERATE):
        return _led(True)
    ids = sorted(viewer.agency_ids(permissions.LEAD))
    return _led(False, ids)


def _led(everywhere: bool, ids: Any = None) -> list[ColumnElement[bool]]:
    """Give them for whichever agencies; without ``ids`` for those put in as ``agency_ids``."""
    unsealed = ServiceRequest.sealed_kind.is_(None)
    if everywhere:
        return [unsealed]
    those = bindparam("agency_ids", expanding=True) if ids is None else ids
    about = ServiceRequest.about_officials
    return [unsealed, about.is_(False), ServiceRequest.agency_id.in_(those)]


def matters(viewer: Viewer, now: datetime) -> Matters:
    """Give what is late, near and to be approved, in three statements."""
    everywhere = viewer.has(permissions.OPERATE)
    counts, first = _asked(everywhere)
    ids = [] if everywhere else sorted(viewer.agency_ids(permissions.LEAD))
    given = {"agency_ids": ids, "now": now, "soon": now + SOON}
    numbers = db.session.execute(counts, given).one()
    names = (*LISTS, LOOSE, LOOSE_LATE)
    found_counts = {
        name: Count.until(number, MOST_COUNTED) for name, number in zip(names, numbers, strict=True)
    }
    if any(found_counts[name].goes_on for name in KEPT):
        found_counts |= _kept(viewer, found_counts, now)
    rows: dict[str, list[ServiceRequest]] = {name: [] for name in LISTS}
    for name, found in db.session.execute(first, given).unique():
        rows[name].append(found)
    return Matters(found_counts, rows)


def _kept(viewer: Viewer, counted: Mapping[str, Count], now: datetime) -> dict[str, Count]:
    """Give what goes on as the figures have it; nothing where too much is still to be counted."""
    found = standing.of_days(reach_of(viewer), (), now)
    if found is None:
        return {}
    return {
        name: Count(max(found.ever[kept], counted[name].number))
        for name, kept in KEPT.items()
        if counted[name].goes_on
    }


@cache
def _asked(everywhere: bool) -> tuple[Select[Any], Select[Any]]:
    """Build the counts and the first reports of each list: that takes longer than to run them."""
    lists = _lists()
    mine = [*_led(everywhere), ServiceRequest.is_open, ServiceRequest.main_id.is_(None)]
    loose = ServiceRequest.assignee_id.is_(None)
    wanted = [of for of, _ in lists.values()]
    wanted += [[*_runs(), loose, *each] for each in ((), (_late(),))]
    one = select(literal(1).label("one"))
    counts = [counted(one.where(*mine, *each), MOST_COUNTED) for each in wanted]
    parts = [_first(name, mine, *of).subquery() for name, of in lists.items()]
    ids = union_all(*(select(each) for each in parts)).subquery()
    first: Select[Any] = (
        select(ids.c.name, ServiceRequest)
        .join(ids, ids.c.id == ServiceRequest.id)
        .options(*shown()[:-1])
        .order_by(ids.c.due, ServiceRequest.id)
    )
    return select(*counts), first


def desks(viewer: Viewer, now: datetime) -> list[tuple[User, Load]]:
    """Give who has how much of the branch's work, the latest first, in three statements.

    Reports about officials are left out, as they are from all figures of people.
    """
    led_ids, kept = viewer.agency_ids(permissions.LEAD), standing.by_handler(reach_of(viewer), now)
    found = (
        _counted(viewer, now)
        if kept is None
        else {person: Load(it["waits"], it["waits_late"]) for person, it in kept.items()}
    )
    idle_of = led_ids if len(led_ids) <= FEW_AGENCIES else ()
    listed = [(each, found.get(each.id, Load())) for each in colleagues(idle_of, found)]
    return sorted(listed, key=lambda each: (-each[1].late, -each[1].open, each[0].id))


def _counted(viewer: Viewer, now: datetime) -> dict[int, Load]:
    """Count one by one, while the figures have too much to count."""
    everywhere = viewer.has(permissions.OPERATE)
    led_ids = [] if everywhere else sorted(viewer.agency_ids(permissions.LEAD))
    loads = db.session.execute(_loads(everywhere), {"agency_ids": led_ids, "now": now})
    return {person: Load(*counts) for person, *counts in loads}


@cache
def _loads(everywhere: bool) -> Select[Any]:
    report: Any = ServiceRequest
    late = func.count().filter(_late())
    return (
        select(report.assignee_id, func.count(), late)
        .where(*_led(everywhere), *_runs(), report.is_open, report.main_id.is_(None))
        .where(report.assignee_id.is_not(None), report.about_officials.is_(False))
        .group_by(report.assignee_id)
    )


def _runs() -> list[Any]:
    return [ServiceRequest.status != AWAITING_CITIZEN]


def _late() -> Any:
    return ServiceRequest.due_at < bindparam("now")


def _lists() -> dict[str, tuple[list[Any], Any]]:
    """Give each list's conditions, and the moment it is ordered by."""
    due, asked = ServiceRequest.due_at, ServiceRequest.approval_asked_at
    now: Any = bindparam("now")
    soon: Any = bindparam("soon")
    return {
        LATE: ([*_runs(), _late()], due),
        NEAR: ([*_runs(), due >= now, due <= soon], due),
        APPROVAL: ([asked.is_not(None), ServiceRequest.id.in_(_asked_for())], asked),
    }


def _asked_for() -> Select[Any]:
    """Select the few that wait for approval, so that SQLite does not walk over all open ones."""
    few: Any = aliased(ServiceRequest)
    return select(few.id).where(few.approval_asked_at.is_not(None))


def _first(name: str, mine: list[Any], conditions: list[Any], due: Any) -> Select[Any]:
    statement = select(literal(name).label("name"), ServiceRequest.id, due.label("due"))
    return statement.where(*mine, *conditions).order_by(due, ServiceRequest.id).limit(SHOWN)
