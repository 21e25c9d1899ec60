"""How many there are: in each tab, and of what is listed; read with the filters one keeps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, literal, select

from app.accounts.viewer import Viewer
from app.core.db import UTCDateTime, db
from app.service_requests.desk import inbox
from app.service_requests.desk.filters import LATE, TODAY, due_conditions, end_of_day
from app.service_requests.desk.models import SavedFilter
from app.service_requests.desk.saved_filters import seen_by
from app.service_requests.scope import Scope

MOST = 1_000
"""What is listed is counted up to here: shown as 999+, it takes no longer in a larger province."""
LISTED = "listed"


@dataclass(frozen=True)
class Summary:
    """``tabs`` and ``listed`` by name; ``listed`` has all that is listed, late and due today."""

    tabs: dict[str, int] = field(default_factory=dict)
    listed: dict[str, int] = field(default_factory=dict)
    saved: Sequence[SavedFilter] = ()


def summary(
    viewer: Viewer, scope: Scope, tab: inbox.Tab | None, narrowed: Sequence[Any], now: datetime
) -> Summary:
    """Count in one statement; ``tab`` is None where the list is not one of them (a search)."""
    of_tabs = inbox.tab_counts(scope)
    listed = _listed(tab, scope, narrowed) if tab else []
    names = [each.name for each in (*of_tabs, *listed)]
    one = select(literal(1).label("one")).subquery()
    statement = (
        select(*of_tabs, *listed, SavedFilter)
        .select_from(one.outerjoin(SavedFilter, seen_by(viewer)))
        .order_by(SavedFilter.name)
    )
    rows = db.session.execute(statement, {"now": now, "day_ends": end_of_day(now)}).all()
    counts = dict(zip(names, rows[0], strict=False))
    return Summary(
        {each.name: counts[each.name] for each in of_tabs},
        {each.name.removeprefix(LISTED): counts[each.name] for each in listed},
        [row.SavedFilter for row in rows if row.SavedFilter],
    )


def _listed(tab: inbox.Tab, scope: Scope, narrowed: Sequence[Any]) -> Sequence[Any]:
    return _counts(tab, scope, narrowed) if narrowed else _whole(tab, scope)


@lru_cache(inbox.MOST_SCOPES)
def _whole(tab: inbox.Tab, scope: Scope) -> Sequence[Any]:
    """Keep what counts a whole tab: to build it takes longer than to run it."""
    return _counts(tab, scope, ())


def _counts(tab: inbox.Tab, scope: Scope, narrowed: Sequence[Any]) -> list[Any]:
    """Count what is listed, and of what is open how much is late and how much due today."""
    now: Any = bindparam("now", type_=UTCDateTime)
    ends: Any = bindparam("day_ends", type_=UTCDateTime)
    found = [inbox.count(tab, scope, MOST, narrowed).label(LISTED)]
    if tab.name in (inbox.DONE, inbox.SEALED):
        return found
    return found + [
        inbox.count(tab, scope, MOST, [*narrowed, *due_conditions(due, now, ends)]).label(
            LISTED + due
        )
        for due in (LATE, TODAY)
    ]
