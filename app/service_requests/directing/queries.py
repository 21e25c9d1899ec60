"""The register of directions: which of them a viewer reads, narrowed, counted, waiting."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from app.accounts import permissions
from app.accounts import queries as accounts
from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db, one
from app.core.filters import Filters, among, asks
from app.core.listing import Listing, Page, code_of, counted
from app.core.navigation import MOST_WAITING
from app.core.text import day as read_day
from app.service_requests.directing.models import ANSWERED, OPEN, TAKEN_BACK, Direction
from app.service_requests.directing.rights import may_direct_agency, may_see_direction
from app.service_requests.record import ServiceRequest

NEWEST = Listing(Direction.id, newest_first=True)
LATELY, LIKELIEST = 60, 3
LATE, ANSWERED_LATE = "late", "answered_late"
STATES = {"dang-cho": OPEN, "qua-han": LATE, "da-tra-loi": ANSWERED, "tra-loi-tre": ANSWERED_LATE,
          "da-rut": TAKEN_BACK}  # fmt: skip


@dataclass(frozen=True)
class Asked(Filters):
    """What the register's address narrows it by."""

    state: str = asks("trang_thai", among(*STATES))
    agency: str = asks("co_quan")
    report: str = asks("phan_anh")
    first: str = asks("tu")
    last: str = asks("den")


@dataclass(frozen=True)
class Counts:
    """Directions of all that the viewer reads: open, overdue, answered by the day, after it."""

    open: int
    late: int
    on_time: int
    answered_late: int


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition of a direction that the viewer reads; see ``may_see_direction``."""
    report: Any = ServiceRequest
    spoken_of = or_(
        Direction.service_request_id.is_(None),
        and_(report.sealed_kind.is_(None), report.about_officials.is_(False)),
    )
    if viewer.has(permissions.OPERATE):
        return spoken_of
    tops = viewer.agencies(permissions.LEAD) + viewer.agencies(permissions.HANDLE)
    mine = select(Agency.id).where(accounts.below(tops))
    return and_(spoken_of, Direction.agency_id.in_(mine) if tops else false())


def page(viewer: Viewer, asked: Asked, after: str, now: datetime, most: int) -> Page[Direction]:
    """Give the newest first, behind the one whose code is ``after``."""
    behind = select(Direction.id).where(Direction.code == after).scalar_subquery()
    narrowed = listed(viewer, asked, now).options(
        contains_eager(Direction.service_request).options(lazyload("*")),
        joinedload(Direction.agency), joinedload(Direction.given_by),
    )  # fmt: skip
    return NEWEST.at_most(most).page(narrowed, behind if after else None, code_of)


def listed(viewer: Viewer, asked: Asked, now: datetime) -> Select[Any]:
    return (
        select(Direction)
        .outerjoin(Direction.service_request)
        .where(seen_by(viewer), *_narrowed(asked, now))
    )


def total(viewer: Viewer, asked: Asked, now: datetime, most: int) -> int:
    return int(db.session.scalar(select(counted(listed(viewer, asked, now), most))) or 0)


def agencies_to_choose(viewer: Viewer, now: datetime) -> Sequence[tuple[str, str]]:
    """Give the three likeliest to direct: those whose reports are late longest, then the last ones.

    All others are found by their name. It looks at a few reports and directions, however many
    there are.
    """
    report: Any = ServiceRequest
    ids = None if viewer.has(permissions.OPERATE) else viewer.agency_ids(permissions.LEAD)
    within = [] if ids is None else [report.agency_id.in_(ids)]
    late = (
        select(report.agency_id)
        .where(report.is_open, report.due_at < now, *within)
        .order_by(report.due_at, report.id)
        .limit(LATELY)
    )
    mine = select(Direction.agency_id).where(Direction.given_by_id == viewer.user_id)
    last = mine.order_by(Direction.id.desc()).limit(LATELY)
    often = Counter(db.session.scalars(late)), Counter(db.session.scalars(last))
    wanted = [number for each in often for number, _times in each.most_common()]
    found = accounts.agencies_by_ids(set(wanted))
    chosen = [found[number] for number in dict.fromkeys(wanted) if number in found]
    able = [each for each in chosen if not each.is_closed and may_direct_agency(viewer, each)]
    return [(each.code, each.name) for each in able[:LIKELIEST]]


def counts(viewer: Viewer, now: datetime) -> Counts:
    """Count all that the viewer reads, in one statement."""
    is_open, answered = Direction.status == OPEN, Direction.status == ANSWERED
    late = Direction.answered_at > Direction.due_at
    statement = (
        select(
            func.count().filter(is_open),
            func.count().filter(is_open, Direction.due_at < now),
            func.count().filter(answered, ~late),
            func.count().filter(answered, late),
        )
        .select_from(Direction)
        .outerjoin(Direction.service_request)
        .where(seen_by(viewer))
    )
    return Counts(*db.session.execute(statement).one())


def count_waiting(viewer: Viewer, _now: datetime) -> Any:
    """Count what the viewer's agencies have still to answer; None for whoever answers none."""
    tops = viewer.agencies(permissions.HANDLE) + viewer.agencies(permissions.LEAD)
    if not tops:
        return None
    waits = (
        Direction.status == OPEN,
        or_(Direction.given_by_id.is_(None), Direction.given_by_id != viewer.user_id),
    )
    mine = Direction.agency_id.in_(select(Agency.id).where(accounts.below(tops)))
    statement = select(Direction.id).outerjoin(Direction.service_request)
    return counted(statement.where(mine, seen_by(viewer), *waits), MOST_WAITING)


def by_code(viewer: Viewer, code: str) -> Direction | None:
    """Give it where the viewer reads it, held for whoever is about to change it."""
    mine = select(Direction).where(Direction.code == code.upper())
    found: Direction | None = one(mine, Direction)
    return found if found is not None and may_see_direction(viewer, found) else None


def _narrowed(asked: Asked, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_in_state(STATES.get(asked.state, ""), now)]
    if asked.agency:
        named = accounts.agency_by_code(asked.agency)
        found.append(Direction.agency_id == named.id if named else false())
    if asked.report:
        found.append(ServiceRequest.code == asked.report.upper())
    first, last = read_day(asked.first), read_day(asked.last)
    if first:
        found.append(Direction.given_at >= _midnight(first))
    if last:
        found.append(Direction.given_at < _midnight(last) + timedelta(days=1))
    return found


def _in_state(state: str, now: datetime) -> ColumnElement[bool]:
    if state == LATE:
        return and_(Direction.status == OPEN, Direction.due_at < now)
    if state == ANSWERED_LATE:
        return and_(Direction.status == ANSWERED, Direction.answered_at > Direction.due_at)
    return Direction.status == state if state else true()


def _midnight(day: date) -> datetime:
    return clock.at(day)
