"""How many there are: in each tab, and of what is listed; read with the filters one keeps.

A few are counted as they are, up to a limit. What there is beyond it of a whole tab, and of what it
is narrowed to most, the figures keep (`kept`): exact, found as quickly in a large province.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, literal, select

from app.accounts.viewer import Viewer
from app.core.db import UTCDateTime, db
from app.core.listing import Count
from app.service_requests.desk import inbox, kept
from app.service_requests.desk.filters import LATE, TODAY, Filters, due_conditions, end_of_day
from app.service_requests.desk.models import SavedFilter
from app.service_requests.desk.saved_filters import SEEN, who_sees
from app.service_requests.scope import Scope

MOST = inbox.MOST_COUNTED
"""Counted up to here, one report after the other; what is more is kept, or shown as 99+."""
LISTED = "listed"


@dataclass(frozen=True)
class Summary:
    """``tabs`` and ``listed`` by name; ``listed`` has all that is listed, late and due today."""

    tabs: dict[str, int] = field(default_factory=dict)
    listed: dict[str, Count] = field(default_factory=dict)
    saved: Sequence[SavedFilter] = ()


def summary(
    viewer: Viewer, scope: Scope, tab: inbox.Tab, filters: Filters, now: datetime
) -> Summary:
    """Count in one statement, and what goes on beyond in one more; of a search only the tabs."""
    asked = _asked(tab, scope, filters, now)
    given = {"now": now, "day_ends": end_of_day(now), **who_sees(viewer)}
    rows = db.session.execute(asked.statement, given).all()
    counts = dict(zip((*asked.tabs, *asked.listed), rows[0], strict=False))
    found = {name.removeprefix(LISTED): Count.until(counts[name], MOST) for name in asked.listed}
    if any(each.goes_on for each in found.values()):
        known = kept.counts(tab, scope, filters, now)
        found |= {name: Count(max(known[name], each.number)) for name, each in found.items()
                  if each.goes_on and name in known}  # fmt: skip
    return Summary(
        {name: counts[name] for name in asked.tabs},
        found,
        [row.SavedFilter for row in rows if row.SavedFilter],
    )


@dataclass(frozen=True)
class _Asked:
    """A statement, and what its first columns are called: counts of tabs, counts of a list."""

    statement: Select[Any]
    tabs: Sequence[str]
    listed: Sequence[str]


def _asked(tab: inbox.Tab, scope: Scope, filters: Filters, now: datetime) -> _Asked:
    if filters.tim:
        return _built(scope, ())
    narrowed = filters.conditions(now)
    if narrowed:
        return _built(scope, _counts(tab, scope, narrowed, MOST))
    return _whole(tab, scope, MOST)


@lru_cache(inbox.MOST_SCOPES)
def _whole(tab: inbox.Tab, scope: Scope, most: int) -> _Asked:
    """Keep what counts a whole tab: to build it takes longer than to run it."""
    return _built(scope, _counts(tab, scope, (), most))


def _built(scope: Scope, listed: Sequence[Any]) -> _Asked:
    of_tabs = inbox.tab_counts(scope)
    one = select(literal(1).label("one")).subquery()
    statement = (
        select(*of_tabs, *listed, SavedFilter)
        .select_from(one.outerjoin(SavedFilter, SEEN))
        .order_by(SavedFilter.name)
    )
    return _Asked(statement, [each.name for each in of_tabs], [each.name for each in listed])


def _counts(tab: inbox.Tab, scope: Scope, narrowed: Sequence[Any], most: int) -> list[Any]:
    """Count what is listed, and of what is open how much is late and how much due today."""
    now: Any = bindparam("now", type_=UTCDateTime)
    ends: Any = bindparam("day_ends", type_=UTCDateTime)
    found = [inbox.count(tab, scope, most, narrowed).label(LISTED)]
    if tab.name in (inbox.DONE, inbox.SEALED):
        return found
    return found + [
        inbox.count(tab, scope, most, [*narrowed, *due_conditions(due, now, ends)]).label(
            LISTED + due
        )
        for due in (LATE, TODAY)
    ]
