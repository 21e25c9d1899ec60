"""How many there are: in each tab, and of what is listed; read with the filters one keeps.

A few are counted as they are, up to a limit. What there is beyond it of a whole tab, and of what it
is narrowed to most, the figures keep (`kept`): exact, found as quickly in a large province.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, literal, select

from app.accounts.viewer import Viewer
from app.core.db import UTCDateTime, db
from app.core.listing import Count
from app.service_requests.desk import inbox, kept
from app.service_requests.desk.filters import LATE, TODAY, Filters, due_conditions, end_of_day
from app.service_requests.desk.models import SavedFilter
from app.service_requests.desk.saved_filters import seen_by
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
    of_tabs = inbox.tab_counts(scope)
    listed = [] if filters.tim else _listed(tab, scope, filters.conditions(now))
    names = [each.name for each in (*of_tabs, *listed)]
    one = select(literal(1).label("one")).subquery()
    statement = (
        select(*of_tabs, *listed, SavedFilter)
        .select_from(one.outerjoin(SavedFilter, seen_by(viewer)))
        .order_by(SavedFilter.name)
    )
    rows = db.session.execute(statement, {"now": now, "day_ends": end_of_day(now)}).all()
    counts = dict(zip(names, rows[0], strict=False))
    found = {
        each.name.removeprefix(LISTED): Count.until(counts[each.name], MOST) for each in listed
    }
    if any(each.goes_on for each in found.values()):
        known = kept.counts(tab, scope, filters, now)
        found |= {name: Count(max(known[name], each.number)) for name, each in found.items()
                  if each.goes_on and name in known}  # fmt: skip
    return Summary(
        {each.name: counts[each.name] for each in of_tabs},
        found,
        [row.SavedFilter for row in rows if row.SavedFilter],
    )


def _listed(tab: inbox.Tab, scope: Scope, narrowed: Sequence[Any]) -> Sequence[Any]:
    return _counts(tab, scope, narrowed, MOST) if narrowed else _whole(tab, scope, MOST)


@lru_cache(inbox.MOST_SCOPES)
def _whole(tab: inbox.Tab, scope: Scope, most: int) -> Sequence[Any]:
    """Keep what counts a whole tab: to build it takes longer than to run it."""
    return _counts(tab, scope, (), most)


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
