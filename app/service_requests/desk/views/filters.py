"""The inbox's filters and columns: choose, keep under a name, share, delete."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import OFFICIAL, SIGNED_IN, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.db import db
from app.core.forms import Line, Read, Several, takes
from app.service_requests.blueprint import service_requests
from app.service_requests.desk import choosing, inbox, search, table
from app.service_requests.desk import saved_filters as saving
from app.service_requests.desk.choosing import Words, meant, named, offered, typed
from app.service_requests.desk.filters import Filters
from app.service_requests.desk.models import SavedFilter
from app.service_requests.desk.rights import may_find_by_phone
from app.service_requests.desk.saved_filters import all_seen_by, own
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_take_in
from app.service_requests.scope import scope_of

TABS = (inbox.QUEUE, inbox.WAITING, inbox.ASKED, inbox.MINE, inbox.SPOKEN, inbox.DONE, inbox.ALL)
MOST_LEADERS = 10
ON_MAP = "ban-do"
MOST_SHARED_WITH = 25
"""Agencies to choose from; hardly anybody has rights of their own in more than a few."""


@service_requests.get("/can-bo/loc")
@access(may_take_in)
def filters() -> ResponseReturnValue:
    """Show the filters that the address names, to be changed, used or kept."""
    return filters_page(Filters.read(request.args))


def known_tab(name: str) -> str:
    """Read the name of a tab; what is none is no tab."""
    return name if name in TABS else ""


@service_requests.post("/can-bo/loc")
@access(may_take_in)
@acts(
    again=lambda typed, **refused: filters_page(
        Filters.sent(), Words.sent(), typed.get("ten", ""), **refused
    )
)
@takes(
    name=Line(name="ten"), tab=Read(known_tab, name="muc"), shared=Line(60, name="chia_se"),
    back=Line(10, name="ve"),
)  # fmt: skip
def save_filter(name: str, tab: str, shared: str, back: str) -> Done:
    """Show what the filter finds, as a list or on the map; where it has a name, keep it too."""
    viewer = current_viewer()
    chosen = meant(viewer, scope_of(viewer), Words.sent(), Filters.sent())
    query = chosen.address("" if chosen.tim else tab)
    found = f"{url_for('desk.index')}?{query}"
    if back == ON_MAP:
        found = url_for("service_requests.reports_map", **chosen.given)
    if not name:
        return Done(found)
    agency = _agency(viewer, shared)
    kept = query if chosen.given else ""
    saving.save(viewer.user_id, name, kept, clock.now(), agency)
    return Done(found, _l("Filter kept and shared.") if agency else _l("Filter kept."))


@service_requests.post("/can-bo/loc/<code>/xoa")
@access(SIGNED_IN, load=own, asks=OFFICIAL)
@acts(said=_l("Filter deleted."))
def delete_filter(kept: SavedFilter) -> str:
    db.session.delete(kept)
    return url_for("service_requests.filters")


@service_requests.get("/can-bo/loc/goi-y/<name>")
@access(may_take_in)
def offer_names(name: str) -> ResponseReturnValue:
    """Give what fits the words typed so far, as options of a field."""
    viewer, words = current_viewer(), request.args.get(f"o_{name}", "")
    known, scope = (*choosing.SEARCHED, choosing.EVERY_AGENCY, choosing.COLLEAGUE), scope_of(viewer)
    if name == choosing.LEADER:
        page = search.by_words(scope, words[:80], "", [ServiceRequest.is_open], most=MOST_LEADERS)
        reports = [row.service_request for row in page.rows]
        names = [(each.code, each.title) for each in reports]
    else:
        found = offered(name, words[:80], viewer, scope) if name in known else []
        names = [(each[2], "") for each in found][:20]
    return render_template("service_requests/desk/_offered.html", names=names)


@service_requests.post("/can-bo/cot")
@access(may_take_in)
@acts(said=_l("Columns chosen."))
@takes(columns=Several(12, name="cot"), tab=Read(known_tab, name="muc"))
def choose_columns(columns: tuple[str, ...], tab: str) -> str:
    """Keep the columns of the table in this browser, and go back to the list."""
    table.COLUMNS.keep(columns)
    chosen = Filters.sent()
    return url_for("desk.index", muc=None if chosen.tim else tab or None, **chosen.given)


def _agency(viewer: Viewer, code: str) -> Agency | None:
    """Give the agency to share with; one that is not offered is none."""
    offered_ones = saving.shared_with(viewer)
    return next((each for each in offered_ones if each.code == code), None)


def filters_page(
    chosen: Filters, words: Words | None = None, name: str = "", **refused: Any
) -> str:
    """Show all filters; ``words`` is what was typed where it could not be found."""
    viewer = current_viewer()
    known = typed(named(chosen))
    said = {each: getattr(words, each) for each in choosing.SEARCHED} if words else known
    return render_template(
        "service_requests/desk/filters.html",
        chosen=chosen,
        names=said,
        choices=choosing.CHOICES,
        ve=ON_MAP if request.values.get("ve") == ON_MAP else "",
        muc=known_tab(request.values.get("muc", "")),
        name=name,
        agencies=[("", _l("Only me")),
                  *((each.code, each.name) for each in saving.shared_with(viewer))
                  ][:MOST_SHARED_WITH],
        saved=all_seen_by(viewer),
        own=viewer.user_id,
        finds_phones=may_find_by_phone(viewer),
        **{**FRESH, **refused},
    )  # fmt: skip
