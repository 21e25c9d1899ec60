"""The inbox in tabs, and finding a report by the code that somebody reads over the phone."""

from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.policies import can_administer
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.htmx import htmx
from app.core.promises import Deadline
from app.service_requests import wording
from app.service_requests.deadlines import deadline
from app.service_requests.models import lifecycle as life
from app.service_requests.policies import may_administer, may_take_in
from app.service_requests.queries import desk as inbox
from app.service_requests.queries.handling import handled
from app.service_requests.queries.scope import scope_of
from app.service_requests.views.bulk_acts import KINDS

desk = Blueprint("desk", __name__)

LABELS: dict[str, Any] = {
    inbox.QUEUE: _l("To route"),
    inbox.WAITING: _l("To handle"),
    inbox.MINE: _l("Mine"),
    inbox.SPOKEN: _l("Answered back"),
    inbox.SEALED: _l("Sealed"),
    inbox.DONE: _l("Done"),
}


@desk.get("/can-bo")
@access(may_take_in)
def index() -> ResponseReturnValue:
    """Show a page of a tab (``muc``, ``sau``), or go to the report with a code (``ma``)."""
    viewer, code = current_viewer(), request.args.get("ma", "").strip()
    found = _by_code(viewer, code) if code else None
    if found:
        return redirect(found, 303)
    return render_template(_template(), missed=code, **_values(viewer))


@desk.get("/can-bo/quan-tri")
@access(can_administer)
def administration() -> ResponseReturnValue:
    """Show what can be administered: a branch, or what holds for the whole province too."""
    whole = may_administer(current_viewer())
    return render_template("desk/administration.html", whole=whole)


def _template() -> str:
    return "desk/_inbox.html" if htmx.partial else "desk/index.html"


def _by_code(viewer: Viewer, typed: str) -> str | None:
    """Give the address of the report with that code, if the viewer works on it."""
    found = handled(viewer, "-".join(typed.replace("-", " ").split())[:30])
    return url_for("service_requests.handle", code=found.code) if found else None


def _deadline(row: inbox.Row, now: datetime) -> Deadline | None:
    found = row.service_request
    runs = found.is_open and found.status != life.AWAITING_CITIZEN
    return deadline(found, row.promise, now) if runs else None


def _values(viewer: Viewer) -> dict[str, Any]:
    scope, now = scope_of(viewer), clock.now()
    tabs = inbox.tabs(scope)
    asked = request.args.get("muc", "")
    tab = next((each for each in tabs if each.name == asked), tabs[0])
    page = inbox.page(tab, scope, request.args.get("sau", ""))
    return {
        "tabs": [(each.name, LABELS[each.name]) for each in tabs],
        "chosen": tab.name,
        "counts": inbox.counts(scope),
        "most": inbox.MOST_COUNTED,
        "rows": page.rows,
        "older": url_for("desk.index", muc=tab.name, sau=page.after) if page.after else None,
        "newer": url_for("desk.index", muc=tab.name) if "sau" in request.args else None,
        "deadline": lambda row: _deadline(row, now),
        "shows_agency": scope.shows_agency or tab.name == inbox.SEALED,
        "viewed": request.args.get("dang_xem", ""),
        "wording": wording,
        "bulk": list(KINDS.values()),
    }
