"""The officials' inbox in tabs: what is due first, a page at a time, and how many wait."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import Select, String, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.core.listing import Listing, Page, counted
from app.core.text import whole
from app.service_requests.desk.rows import Row, asked, read, rows_of
from app.service_requests.life import AWAITING_CITIZEN
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Support
from app.service_requests.scope import Scope

WAITING, ASKED = "cho-xu-ly", "cho-bo-sung"
MINE, SPOKEN = "cua-toi", "co-phan-hoi"
QUEUE, SEALED, DONE = "dieu-phoi", "niem-phong", "da-xong"
ALL = "tat-ca"
PAGE = 25
MOST_COUNTED = 100
"""A count stops here: it is shown as 99+, and takes no longer in a larger province."""
MOST_SCOPES = 100
"""For so many officials (or agencies, where they see the same) a process keeps what it counts."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LONGEST_CODE = 20
Conditions = Callable[[Scope], list[Any]]
LABELS: dict[str, Any] = {
    QUEUE: _l("To route"),
    WAITING: _l("To handle"),
    ASKED: _l("Sender asked"),
    MINE: _l("Mine"),
    SPOKEN: _l("Answered back"),
    SEALED: _l("Sealed"),
    DONE: _l("Done"),
    ALL: lazy_pgettext("reports", "All"),
}


@dataclass(frozen=True)
class Tab:
    """One tab: what is in it, in which order, and who has it.

    ``branches`` gives conditions of which any may hold; each can be walked in order by an index.
    """

    name: str
    branches: Conditions
    order: InstrumentedAttribute[Any]
    newest_first: bool
    has: Callable[[Scope], bool]
    most: int | None = None
    """Rows of a page that is longer or shorter than usual."""

    @property
    def listing(self) -> Listing:
        """The order in which each branch is walked, and the merged ones again."""
        columns = (self.order, ServiceRequest.id)
        return Listing(*columns, newest_first=self.newest_first, most=self.most or PAGE)


def _within(*conditions: Any) -> Conditions:
    """Give the branches of the scope's ordinary reports that also meet ``conditions``."""
    unsealed = ServiceRequest.sealed_kind.is_(None)
    return lambda scope: [(each, unsealed, *conditions) for each in scope.branches()]


def _open_and_closed(scope: Scope) -> list[Any]:
    """Give the branches of both: an index knows what is open apart from what is not."""
    unsealed = ServiceRequest.sealed_kind.is_(None)
    is_open = ServiceRequest.is_open
    return [(each, unsealed, now) for each in scope.branches() for now in (is_open, ~is_open)]


_open = ServiceRequest.is_open & ServiceRequest.main_id.is_(None)
"""What another report leads waits with that one, not in the inbox."""
_paused = ServiceRequest.status == literal(AWAITING_CITIZEN, literal_execute=True)
"""The citizen was asked: nothing to do until they answer. Literal, so that its index fits.

Such a report is open, which is not said: SQLite would walk over all of an agency's that are.
"""
_TABS = (
    Tab(
        QUEUE,
        _within(_open, ServiceRequest.agency_id.is_(None)),
        ServiceRequest.due_at,
        False,
        lambda scope: scope.everything,
    ),
    Tab(
        WAITING,
        _within(_open, ~_paused),
        ServiceRequest.due_at,
        False,
        lambda scope: not scope.is_empty,
    ),
    Tab(
        ASKED,
        _within(ServiceRequest.main_id.is_(None), _paused),
        ServiceRequest.due_at,
        False,
        lambda scope: not scope.is_empty,
    ),
    Tab(
        MINE,
        lambda scope: [
            (
                scope.condition(),
                _open,
                ServiceRequest.sealed_kind.is_(None),
                ServiceRequest.assignee_id == scope.user_id,
            )
        ],
        ServiceRequest.due_at,
        False,
        lambda scope: not scope.is_empty,
    ),
    Tab(
        SPOKEN,
        _within(ServiceRequest.citizen_spoke_at.is_not(None)),
        ServiceRequest.citizen_spoke_at,
        False,
        lambda scope: not scope.is_empty,
    ),
    Tab(
        SEALED,
        lambda scope: [(ServiceRequest.sealed_kind.is_not(None),)],
        ServiceRequest.id,
        True,
        lambda scope: scope.sealed,
    ),
    Tab(
        DONE,
        _within(ServiceRequest.is_open.is_(False)),
        ServiceRequest.updated_datetime,
        True,
        lambda scope: not scope.is_empty,
    ),
    Tab(
        ALL,
        _open_and_closed,
        ServiceRequest.requested_datetime,
        True,
        lambda scope: not scope.is_empty,
    ),
)
_HALVES = {each: _within(ServiceRequest.is_open.is_(each)) for each in (True, False)}
COUNTED = (QUEUE, WAITING, ASKED, MINE, SPOKEN, SEALED)
PARTS = "phoi-hop"
"""Counted beside the tabs: what other agencies asked of the official's own."""


def tabs(scope: Scope) -> list[Tab]:
    """Give the tabs this official has, in order."""
    return [tab for tab in _TABS if tab.has(scope)]


def half(tab: Tab, is_open: bool) -> Tab:
    """Give what is open of all, or what is closed: where only that is meant, no more is walked."""
    return replace(tab, branches=_HALVES[is_open])


@lru_cache(MOST_SCOPES)
def tab_counts(scope: Scope) -> Sequence[Any]:
    """Give what counts each counted tab, and the parts that wait: to be selected in one go.

    It is kept: to build it takes longer than to run it.
    """
    asked = [count(tab, scope, MOST_COUNTED).label(tab.name)
             for tab in tabs(scope) if tab.name in COUNTED]  # fmt: skip
    return [*asked, _parts(scope)] if scope.ordinary else asked


def page(tab: Tab, scope: Scope, after: str = "", narrowed: Sequence[Any] = ()) -> Page[Row]:
    """Give a page of ``tab`` after the row that the cursor ``after`` names.

    ``narrowed``: further conditions, all of which must hold.
    """
    if after or narrowed:
        rows = rows_of(ids(tab, scope, after, narrowed), tab.newest_first)
    else:
        rows = read(_first(tab, scope, PAGE))
    return tab.listing.cut(rows, lambda row: cursor(tab, row.service_request))


@lru_cache(MOST_SCOPES)
def _first(tab: Tab, scope: Scope, _most: int) -> Select[Any]:
    """Build what asks for the first page: it is kept, to build it takes longer than to run it."""
    return asked(ids(tab, scope, "", ()), tab.newest_first)


def ids(tab: Tab, scope: Scope, after: str, narrowed: Sequence[Any]) -> Select[Any]:
    """Select id and key of a page and one more: each branch walked, then merged."""
    branches = [(*branch, *narrowed) for branch in tab.branches(scope)]
    parts = [_walk(tab, branch, after).subquery() for branch in branches]
    merged = union_all(*(select(each.c.id, each.c.key) for each in parts)).subquery()
    order = tab.listing.over(merged.c.key, merged.c.id)
    return order.part(select(merged.c.id, merged.c.key))


def _walk(tab: Tab, branch: tuple[Any, ...], after: str) -> Select[Any]:
    key, number = tab.order, ServiceRequest.id
    statement = select(number.label("id"), key.label("key")).where(*branch)
    return tab.listing.part(statement, _point(tab, after))


def count(tab: Tab, scope: Scope, most: int, narrowed: Sequence[Any] = ()) -> Any:
    """Count up to ``most``: each branch stops there too."""
    parts = [
        select(literal(1).label("one"))
        .select_from(ServiceRequest)
        .where(*branch, *narrowed)
        .limit(most)
        .subquery()
        for branch in tab.branches(scope)
    ]
    return counted(union_all(*(select(each.c.one) for each in parts)), most)


def _parts(scope: Scope) -> Any:
    """Count what supporting agencies of the scope were asked and have not answered."""
    mine = Support.agency_id.in_(sorted(scope.ordinary))
    waiting = select(Support.id).where(mine, Support.done_at.is_(None))
    return counted(waiting, MOST_COUNTED).label(PARTS)


def cursor(tab: Tab, service_request: ServiceRequest) -> str:
    """Give what names a report in the order of ``tab``."""
    return f"{written(getattr(service_request, tab.order.key))}-{service_request.id}"


def written(value: Any) -> Any:
    """Give a value as a cursor has it: a moment in microseconds."""
    return (value - EPOCH) // MICROSECOND if isinstance(value, datetime) else value


def _point(tab: Tab, after: str) -> Any:
    """Read a cursor; one that was tampered with counts as none."""
    first, _, second = after.rpartition("-")
    key, number = _key(tab.order, first), whole(second, 16)
    return None if key is None or number is None else (key, number)


def _key(order: InstrumentedAttribute[Any], typed: str) -> Any:
    if isinstance(order.type, String):
        return typed[:LONGEST_CODE] or None
    key = whole(typed, 16)
    return key if key is None or order is ServiceRequest.id else EPOCH + key * MICROSECOND
