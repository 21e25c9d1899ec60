"""A tab sorted by what its reports have in common: one commune's together, one agency's, and so on.

What a report points at stands in the order of its own table (communes by the alphabet, services as
the operator put them, agencies as in their tree), and no index of reports knows that order. So the
groups that a page needs are found first, each counted no further than the page reaches; then they
are walked like any other list, what is due first on top. However many reports there are, both
statements look at a few hundred rows. An official's name is sealed: theirs stand by their numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import takewhile
from operator import add
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Agency
from app.core.db import db
from app.core.listing import Listing, Page
from app.core.text import whole
from app.places.models import COMMUNE, Place
from app.service_requests.catalogue.models import Service
from app.service_requests.desk.inbox import EPOCH, MICROSECOND, Tab, written
from app.service_requests.desk.rows import Row, rows_of
from app.service_requests.record import ServiceRequest
from app.service_requests.scope import Scope

NONE = 0
"""Stands for what belongs to no group: no agency, nobody's. No row has this id."""
Ranks = dict[int, int]
Point = tuple[int, datetime, int]


@dataclass(frozen=True)
class Groups:
    """``column`` says to which group a report belongs; ``members``: id and rank of each group."""

    column: InstrumentedAttribute[Any]
    members: Select[Any]

    @property
    def may_be_none(self) -> bool:
        """Tell whether a report may belong to no group."""
        return bool(self.column.expression.nullable)


def _ranked(model: Any, *order: Any, where: Any = None) -> Select[Any]:
    rank = func.row_number().over(order_by=[*order, model.id])
    statement = select(model.id.label("id"), rank.label("rank"))
    return statement if where is None else statement.where(where)


def _handlers() -> Select[Any]:
    """All who ever had a report, found by steps through the index instead of among all people."""
    report = ServiceRequest
    first = select(func.min(report.assignee_id).label("id")).cte("handlers", recursive=True)
    following = select(func.min(report.assignee_id)).where(report.assignee_id > first.c.id)
    known = first.union_all(
        select(following.correlate(first).scalar_subquery()).where(first.c.id.is_not(None))
    )
    return select(known.c.id, known.c.id.label("rank")).where(known.c.id.is_not(None))


GROUPS = {
    "viec": Groups(ServiceRequest.service_id, _ranked(Service, Service.position)),
    "xa": Groups(
        ServiceRequest.place_id, _ranked(Place, Place.sort_key, where=Place.kind == COMMUNE)
    ),
    "co_quan": Groups(ServiceRequest.agency_id, _ranked(Agency, Agency.path)),
    "nguoi": Groups(ServiceRequest.assignee_id, _handlers()),
}
"""By the name of the column whose head sorts so."""


def page(
    groups: Groups, tab: Tab, scope: Scope, after: str, narrowed: Sequence[Any], down: bool
) -> Page[Row]:
    """Give a page of ``tab`` in the order of ``groups``, or ``down`` from the last of them."""
    within = Listing(
        ServiceRequest.due_at, ServiceRequest.id, newest_first=down, most=tab.listing.most
    )
    branches = [(*branch, *narrowed) for branch in tab.branches(scope)]
    point = _point(after)
    ranks = _needed(groups, branches, within, point)
    rows = rows_of(_ids(groups, branches, within, ranks, point), newest_first=down) if ranks else []

    def place(row: Row) -> Any:
        report = row.service_request
        return ranks[getattr(report, groups.column.key) or NONE], report.due_at, report.id

    placed = sorted(rows, key=place, reverse=down)
    return within.cut(placed, lambda row: cursor(groups, row.service_request))


def cursor(groups: Groups, report: ServiceRequest) -> str:
    """Give what names a report in the order of ``groups``."""
    group = getattr(report, groups.column.key) or NONE
    return f"{group}-{written(report.due_at)}-{report.id}"


def _needed(groups: Groups, branches: list[Any], within: Listing, point: Point | None) -> Ranks:
    """Give the groups that a page reaches, with their ranks, from the cursor's on."""
    member = groups.members.subquery("member")
    of_member = _found(branches, within, groups.column == member.c.id, member)
    placed = select(member.c.id, member.c.rank, of_member.label("found"))
    parts = [placed]
    if groups.may_be_none:
        unplaced = _found(branches, within, groups.column.is_(None)).label("found")
        parts.append(select(literal(NONE).label("id"), literal(0).label("rank"), unplaced))
    every = union_all(*parts).subquery()
    order = every.c.rank.desc() if within.newest_first else every.c.rank
    start = point[0] if point else NONE
    statement = select(every).where(or_(every.c.found > 0, every.c.id == start)).order_by(order)
    found = db.session.execute(statement).all()
    if point:
        before = len(list(takewhile(lambda row: row.id != start, found)))
        found = found[before:] or found
    ranks: Ranks = {}
    reached = 0
    for row in found:
        ranks[row.id] = row.rank
        reached += row.found if not (point and row.id == start) else 0
        if reached > within.most:
            break
    return ranks


def _found(branches: list[Any], within: Listing, belongs: Any, *around: Any) -> Any:
    """Count the reports of a group, in each branch no further than a page and one more."""
    one = literal(1).label("one")
    parts = [
        select(one)
        .select_from(ServiceRequest)
        .where(*branch, belongs)
        .limit(within.most + 1)
        .correlate(*around)
        .subquery()
        for branch in branches
    ]
    counts = [select(func.count()).select_from(part).scalar_subquery() for part in parts]
    return reduce(add, counts)


def _ids(
    groups: Groups, branches: list[Any], within: Listing, ranks: Ranks, point: Point | None
) -> Select[Any]:
    """Select id and rank of a page and one more: the last group is walked, the others are short."""
    *others, last = ranks
    column = groups.column
    parts = [
        within.part(_keys(branch, _belongs(column, [last])), _behind(point, last))
        for branch in branches
    ]
    if point and others and others[0] == point[0]:
        first = others.pop(0)
        parts += [
            within.part(_keys(branch, _belongs(column, [first])), _behind(point, first))
            for branch in branches
        ]
    if others:
        parts += [within.part(_keys(branch, _belongs(column, others))) for branch in branches]
    merged = union_all(*(select(each.subquery()) for each in parts)).subquery()
    rank = case(ranks, value=func.coalesce(merged.c.belongs, NONE)).label("key")
    order = within.over(rank, merged.c.due_at, merged.c.id)
    return order.part(select(merged.c.id, rank))


def _keys(branch: tuple[Any, ...], belongs: Any) -> Select[Any]:
    report = ServiceRequest
    return select(report.id, report.due_at, belongs[0].label("belongs")).where(*branch, belongs[1])


def _belongs(column: Any, ids: Sequence[int]) -> tuple[Any, Any]:
    """Give the column, and the condition that it is one of ``ids``."""
    some = [each for each in ids if each != NONE]
    among = column == some[0] if len(some) == 1 else column.in_(some)
    if NONE not in ids:
        return column, among
    return column, or_(column.is_(None), among) if some else column.is_(None)


def _behind(point: Point | None, group: int) -> Any:
    return point[1:] if point and point[0] == group else None


def _point(after: str) -> Point | None:
    """Read a cursor: group, deadline, report; one that was tampered with counts as none."""
    read = [whole(part, 16) for part in after.split("-")]
    if len(read) != 3 or None in read:
        return None
    group, due, number = (each or 0 for each in read)
    return group, EPOCH + due * MICROSECOND, number
