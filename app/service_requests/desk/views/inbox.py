"""The reports in the officials' inbox, in tabs, narrowed and sorted as its address says."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.listing import Page, ways
from app.core.navigation import Inbox
from app.service_requests import life, wording
from app.service_requests.deadlines import Deadline, deadline
from app.service_requests.desk import counting, inbox, rows, search, table
from app.service_requests.desk.choosing import CHOICES, described, named, typed, without
from app.service_requests.desk.filters import Filters
from app.service_requests.desk.going_on import keep, listed
from app.service_requests.desk.views.bulk_acts import KINDS
from app.service_requests.desk.views.finding import by_code
from app.service_requests.rights import may_take_in
from app.service_requests.scope import Scope, scope_of

SEARCH = "tim"


def read(viewer: Viewer) -> dict[str, Any] | str:
    """Give a page (``sau``) of a tab (``muc``) or a search (``tim``), or the address of a code.

    The code (``ma``) is that of a report the viewer works on.
    """
    code = request.args.get("ma", "").strip()
    found = by_code(viewer, code) if code else None
    return found or {"missed": code, **_values(viewer)}


def _deadline(row: rows.Row, now: datetime) -> Deadline | None:
    found = row.service_request
    runs = found.is_open and found.status != life.AWAITING_CITIZEN
    return deadline(found, row.promise, now) if runs else None


def _values(viewer: Viewer) -> dict[str, Any]:
    scope, now, filters = scope_of(viewer), clock.now(), Filters.read(request.args)
    tab = listed(scope, request.args.get("muc", ""), filters)
    narrowed = filters.conditions(now)
    keep(tab, filters)
    page = _page(tab, scope, filters, narrowed)
    counts = counting.summary(viewer, scope, tab, filters, now)
    name = SEARCH if filters.tim else tab.name
    names, idle = named(filters), table.without_one(scope)
    return {
        "tabs": [(each.name, inbox.LABELS[each.name]) for each in inbox.tabs(scope)],
        "chosen": name,
        "counts": counts.tabs,
        "listed": counts.listed,
        "parts": inbox.PARTS,
        "most": inbox.MOST_COUNTED,
        "filters": filters,
        "described": [(words, without(filters, each, tab.name))
                      for words, each in described(filters, names)],
        "typed": typed(names),
        "choices": CHOICES,
        "saved": counts.saved,
        "rows": page.rows,
        **ways("desk.index", page, "sau", **_here(filters, tab)),
        "heads": _heads(filters, tab, idle),
        "every_column": [each for each in table.COLUMNS.all if not each.fixed],
        "columns": table.shown(idle),
        "deadline": lambda row: _deadline(row, now),
        "viewed": request.args.get("dang_xem", ""),
        "wording": wording,
        "bulk": list(KINDS.values()) if name not in (inbox.DONE, inbox.SEALED) else [],
    }  # fmt: skip


def _page(tab: inbox.Tab, scope: Scope, filters: Filters, narrowed: list[Any]) -> Page[rows.Row]:
    after = request.args.get("sau", "")
    if filters.tim:
        return search.by_words(scope, filters.tim, after, narrowed)
    return table.page(tab, scope, after, narrowed, filters.order)


def _heads(filters: Filters, tab: inbox.Tab, idle: frozenset[str]) -> Any:
    """Give the heads of the columns; what a search finds stands newest first, whatever is asked."""

    def address(sort: str) -> str:
        return url_for("desk.index", **_here(replace(filters, xep=sort), tab))

    sort = "" if filters.tim else table.sort_of(tab, filters.order)
    heads = table.COLUMNS.heads(sort, address, idle)
    return [replace(each, url=None) for each in heads] if filters.tim else heads


def _here(filters: Filters, tab: inbox.Tab) -> dict[str, Any]:
    return {"muc": None if filters.tim else tab.name, **filters.given}


INBOX = Inbox(_l("Handling reports"), "service_requests/desk/_inbox.html", read, may_take_in)
