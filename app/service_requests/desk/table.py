"""The inbox as a table: its columns, and the list in the order of the one whose head was tapped."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.core.access import current_viewer
from app.core.listing import Page
from app.core.listing_columns import Column, Columns
from app.service_requests.desk import grouping, inbox
from app.service_requests.desk.rows import Row
from app.service_requests.record import ServiceRequest
from app.service_requests.scope import Scope, scope_of

COLUMNS = Columns(
    "inbox",
    Column("ma", _l("Code"), sorts=True, wide=True),
    Column("viec", _l("Service, matter"), sorts=True, fixed=True),
    Column("xa", _l("Commune, village"), sorts=True),
    Column("co_quan", _l("Agency"), sorts=True, wide=True),
    Column("nguoi", _l("Handler"), sorts=True),
    Column("nhan", _l("Received on"), sorts=True, newest_first=True, wide=True),
    Column("han", _l("Deadline"), sorts=True),
    Column("trang_thai", _l("Status")),
    Column("cuoi", _l("Last step"), sorts=True, newest_first=True, wide=True),
    Column("nguon", lazy_pgettext("report", "Source"), shown=False, wide=True),
    Column("muc_do", _l("Urgency class"), shown=False, wide=True),
    Column("nguoi_gap", _l("Others concerned"), shown=False, wide=True),
)
ORDERS: dict[str, Any] = {
    "ma": ServiceRequest.code,
    "nhan": ServiceRequest.requested_datetime,
    "han": ServiceRequest.due_at,
    "cuoi": ServiceRequest.updated_datetime,
}
"""By the name of a column, the report's own that an index walks; the others: ``grouping``."""
USUAL = {inbox.DONE: "-cuoi", inbox.ALL: "-nhan", inbox.SEALED: "", inbox.SPOKEN: ""}
"""How a tab is sorted unless somebody asks otherwise; "" is an order that no column shows."""


AGENCY = "co_quan"


def without_one(scope: Scope) -> frozenset[str]:
    """Give the columns that say the same in every row, so that they are shown to nobody unasked."""
    return frozenset() if scope.shows_agency else frozenset({AGENCY})


def shown(idle: frozenset[str] = frozenset()) -> set[str]:
    """Give the names of the columns that are shown; ``idle``: those that say nothing here."""
    return {each.name for each in COLUMNS.chosen(idle)}


def shown_to_viewer() -> set[str]:
    """Give the names of the columns that the inbox shows to whoever asks now."""
    return shown(without_one(scope_of(current_viewer())))


def sort_of(tab: inbox.Tab, asked: str) -> str:
    """Give by what ``tab`` is sorted: what was asked, else what is usual there."""
    return COLUMNS.sort(asked, USUAL.get(tab.name, "han"))


def page(
    tab: inbox.Tab, scope: Scope, after: str, narrowed: Sequence[Any], asked: str
) -> Page[Row]:
    """Give a page of ``tab`` sorted as ``asked``, behind the row that ``after`` names."""
    name, down = _order(asked)
    if name in grouping.GROUPS:
        return grouping.page(grouping.GROUPS[name], tab, scope, after, narrowed, down)
    return inbox.page(_sorted(tab, name, down), scope, after, narrowed)


def cursor(tab: inbox.Tab, asked: str, report: ServiceRequest) -> str:
    """Give what names ``report`` in ``tab`` sorted as ``asked``: ``page`` begins behind it."""
    name, down = _order(asked)
    if name in grouping.GROUPS:
        return grouping.cursor(grouping.GROUPS[name], report)
    return inbox.cursor(_sorted(tab, name, down), report)


def _order(asked: str) -> tuple[str, bool]:
    sort = COLUMNS.sort(asked, "")
    return sort.removeprefix("-"), sort.startswith("-")


def _sorted(tab: inbox.Tab, name: str, down: bool) -> inbox.Tab:
    return replace(tab, order=ORDERS[name], newest_first=down) if name else tab
