"""Taking a list away as XLSX or CSV: ask, watch it being made, fetch it, forget it."""

from typing import Any

from flask import Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import OFFICIAL, SIGNED_IN, access, current_viewer
from app.core.act import FRESH, acts
from app.core.forms import Line, Read, Tick, Words, takes
from app.core.tables.writing import TYPES, XLSX
from app.service_requests.blueprint import service_requests
from app.service_requests.desk import counting, exporting, inbox
from app.service_requests.desk.choosing import described, named
from app.service_requests.desk.filters import Filters
from app.service_requests.desk.views.filters import known_tab
from app.service_requests.desk.views.inbox import listed
from app.service_requests.rights import may_take_in
from app.service_requests.scope import scope_of
from app.sheets.out import asking
from app.sheets.out.kinds import kind_of
from app.sheets.out.models import Export


@service_requests.get("/can-bo/xuat")
@access(may_take_in)
def exports() -> ResponseReturnValue:
    """Ask for the list that the address names as a file; list those asked for lately."""
    return _page(Filters.read(request.args))


@service_requests.post("/can-bo/xuat")
@access(may_take_in)
@acts(again=lambda typed, **refused: _page(Filters.sent(), typed, **refused))
@takes(
    tab=Read(known_tab, name="muc"),
    form=Line(4, name="dang"),
    personal=Tick(name="ca_nhan"),
    reason=Words(500, name="ly_do"),
)
def ask_export(tab: str, form: str, personal: bool, reason: str) -> str:
    """Have the list made in the background."""
    viewer, now = current_viewer(), clock.now()
    made = exporting.ask(viewer, tab, Filters.sent(), form, now, reason, personal)
    return url_for("service_requests.export", code=made.code)


@service_requests.get("/can-bo/xuat/<code>")
@access(SIGNED_IN, load=asking.own, asks=OFFICIAL)
def export(export: Export) -> ResponseReturnValue:
    """Show how far the file is, and give the way to it."""
    kind = kind_of(export)
    return render_template(
        "service_requests/desk/export.html",
        export=export,
        told=kind.told(export),
        page=url_for(kind.endpoint),
    )


@service_requests.post("/can-bo/xuat/<code>/tai-ve")
@access(SIGNED_IN, load=asking.own, asks=OFFICIAL)
@acts()
def fetch_export(export: Export) -> Response:
    """Give the file; that it was fetched is logged."""
    file = asking.fetch(export, current_viewer(), clock.now())
    return send_file(
        file, mimetype=TYPES[export.form], as_attachment=True, download_name=export.file_name
    )


@service_requests.post("/can-bo/xuat/<code>/xoa")
@access(SIGNED_IN, load=asking.own, asks=OFFICIAL)
@acts(said=_l("The file is gone."))
def delete_export(export: Export) -> str:
    endpoint = kind_of(export).endpoint
    asking.drop(export)
    return url_for(endpoint)


def _page(chosen: Filters, typed: Any = None, **refused: Any) -> str:
    viewer, now = current_viewer(), clock.now()
    scope = scope_of(viewer)
    tab = listed(scope, known_tab(request.values.get("muc", "")), chosen)
    counts = counting.summary(viewer, scope, tab, chosen, now)
    return render_template(
        "service_requests/desk/exports.html",
        chosen=chosen,
        muc=tab.name,
        tab_name=inbox.LABELS[tab.name],
        gives=bool(not scope.is_empty and tab.name != inbox.SEALED),
        described=[words for words, _name in described(chosen, named(chosen))],
        count=counts.listed.get(""),
        takes_numbers=exporting.may_take_numbers(viewer),
        most_numbers=exporting.MOST_PERSONAL,
        mine=asking.of_viewer(viewer, exporting.KIND),
        **{**FRESH, **refused, "typed": typed or {"dang": XLSX}},
    )
