"""The inbox in tabs, narrowed as its address says, and the way to administration."""

from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.policies import can_administer, is_official
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.htmx import htmx
from app.core.listing import Page, ways
from app.core.navigation import registry, shown
from app.desk.blueprint import desk
from app.desk.views.finding import by_code
from app.desk.views.narrowing import described
from app.service_requests import life, wording
from app.service_requests.catalogue.rights import may_administer
from app.service_requests.deadlines import Deadline, deadline
from app.service_requests.desk import inbox, rows, search
from app.service_requests.desk.filters import Filters
from app.service_requests.desk.saved_filters import saved_by
from app.service_requests.desk.views.bulk_acts import KINDS
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


@desk.get("/can-bo")
@access(is_official)
def index() -> ResponseReturnValue:
    """Show a page (``sau``) of a tab (``muc``) or a search (``tim``), or go to a code (``ma``).

    Whoever handles no reports goes on to the first page of their own work.
    """
    viewer, code = current_viewer(), request.args.get("ma", "").strip()
    if not may_take_in(viewer):
        return redirect(url_for(_own_start(viewer)), 303)
    found = by_code(viewer, code) if code else None
    if found:
        return redirect(found, 303)
    return render_template(_template(), missed=code, **_values(viewer))


def _own_start(viewer: Viewer) -> str:
    if can_administer(viewer):
        return "desk.administration"
    return shown(registry().desk_tabs, viewer)[0].endpoint


@desk.get("/can-bo/quan-tri")
@access(can_administer)
def administration() -> ResponseReturnValue:
    """Show what can be administered: a branch, or what holds for the whole province too."""
    whole = may_administer(current_viewer())
    return render_template("desk/administration.html", whole=whole)


def _template() -> str:
    return "desk/_inbox.html" if htmx.partial else "desk/index.html"


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
