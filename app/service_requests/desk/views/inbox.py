"""The reports in the officials' inbox, in tabs, narrowed as its address says."""

from datetime import datetime
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.listing import Page, ways
from app.core.navigation import Inbox
from app.service_requests import life, wording
from app.service_requests.deadlines import Deadline, deadline
from app.service_requests.desk import inbox, rows, search
from app.service_requests.desk.filters import Filters
from app.service_requests.desk.saved_filters import saved_by
from app.service_requests.desk.views.bulk_acts import KINDS
from app.service_requests.desk.views.filters import described
from app.service_requests.desk.views.finding import by_code
from app.service_requests.rights import may_take_in
from app.service_requests.scope import Scope, scope_of

SEARCH = "tim"
LABELS: dict[str, Any] = {
    inbox.QUEUE: _l("To route"),
    inbox.WAITING: _l("To handle"),
    inbox.ASKED: _l("Sender asked"),
    inbox.MINE: _l("Mine"),
    inbox.SPOKEN: _l("Answered back"),
    inbox.SEALED: _l("Sealed"),
    inbox.DONE: _l("Done"),
}


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
    tabs = inbox.tabs(scope)
    asked = request.args.get("muc", "")
    tab = next((each for each in tabs if each.name == asked), tabs[0])
    page = _page(tab, scope, filters, now)
    name = SEARCH if filters.tim else tab.name
    return {
        "tabs": [(each.name, LABELS[each.name]) for each in tabs],
        "chosen": name,
        "counts": inbox.counts(scope),
        "parts": inbox.PARTS,
        "most": inbox.MOST_COUNTED,
        "filters": filters,
        "described": described(filters),
        "saved": saved_by(viewer.user_id),
        "rows": page.rows,
        **ways("desk.index", page, "sau", **_here(filters, tab)),
        "deadline": lambda row: _deadline(row, now),
        "shows_agency": scope.shows_agency or tab.name == inbox.SEALED,
        "viewed": request.args.get("dang_xem", ""),
        "wording": wording,
        "bulk": list(KINDS.values()) if name not in (inbox.DONE, inbox.SEALED) else [],
    }


def _page(tab: inbox.Tab, scope: Scope, filters: Filters, now: datetime) -> Page[rows.Row]:
    narrowed, after = filters.conditions(now), request.args.get("sau", "")
    if filters.tim:
        return search.by_words(scope, filters.tim, after, narrowed)
    return inbox.page(tab, scope, after, narrowed)


def _here(filters: Filters, tab: inbox.Tab) -> dict[str, Any]:
    return {"muc": None if filters.tim else tab.name, **filters.given}


INBOX = Inbox(_l("Handling reports"), "service_requests/desk/_inbox.html", read, may_take_in)
