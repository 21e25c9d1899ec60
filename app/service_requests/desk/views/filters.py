"""The page of the inbox's filters: choose, keep under a name, delete."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.accounts.queries import user_by_code
from app.core import clock
from app.core.access import OFFICIAL, SIGNED_IN, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.db import db
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue.administration import services
from app.service_requests.desk import saved_filters as saving
from app.service_requests.desk.filters import LATE, NOBODY, TODAY, Filters
from app.service_requests.desk.models import SavedFilter
from app.service_requests.desk.rights import may_find_by_phone
from app.service_requests.desk.saved_filters import own, saved_by
from app.service_requests.rights import may_take_in
from app.service_requests.routing.assigning import colleagues
from app.service_requests.scope import scope_of

DUE: dict[str, Any] = {"": _l("Any"), LATE: _l("Late"), TODAY: _l("Due today")}
TABS = ("dieu-phoi", "cho-xu-ly", "cho-bo-sung", "cua-toi", "co-phan-hoi", "da-xong")


@service_requests.get("/can-bo/loc")
@access(may_take_in)
def filters() -> ResponseReturnValue:
    """Show the filters that the address names, to be changed, used or kept."""
    return _page(Filters.read(request.args))


@service_requests.post("/can-bo/loc")
@access(may_take_in)
@acts(again=lambda **refused: _page(Filters.read(request.form), _name(), **refused))
def save_filter() -> Done:
    """Show what the filter finds; where it was given a name, keep it too."""
    chosen, name = Filters.read(request.form), _name()
    query = chosen.address("" if chosen.tim else _tab(request.form.get("muc", "")))
    found = f"{url_for('desk.index')}?{query}"
    if not name:
        return Done(found)
    saving.save(current_viewer().user_id, name, query if chosen.given else "", clock.now())
    return Done(found, _l("Filter kept."))


@service_requests.post("/can-bo/loc/<code>/xoa")
@access(SIGNED_IN, load=own, asks=OFFICIAL)
@acts(said=_l("Filter deleted."))
def delete_filter(kept: SavedFilter) -> str:
    db.session.delete(kept)
    return url_for("service_requests.filters")


def described(chosen: Filters) -> list[Any]:
    """Give what narrows the list, in words."""
    found: list[Any] = [f"“{chosen.tim}”"] if chosen.tim else []
    if chosen.linh_vuc:
        codes = {each.service_code: each.service_name for each in services()}
        found.append(codes.get(chosen.linh_vuc, chosen.linh_vuc))
    if chosen.nguoi:
        official = None if chosen.nguoi == NOBODY else user_by_code(chosen.nguoi)
        found.append(official.name or official.code if official else _l("nobody yet"))
    if chosen.han:
        found.append(DUE[chosen.han])
    return [*found, *([_l("Urgent")] if chosen.khan else [])]


def _name() -> str:
    """Give the name under which the filter is to be kept; empty: it is not."""
    return " ".join(request.form.get("ten", "").split())


def _tab(name: str) -> str:
    return name if name in TABS else ""


def _page(chosen: Filters, name: str = "", **refused: Any) -> str:
    viewer = current_viewer()
    scope = scope_of(viewer)
    people = colleagues(scope.ordinary) if scope.ordinary else []
    return render_template(
        "service_requests/desk/filters.html",
        chosen=chosen,
        muc=_tab(request.values.get("muc", "")),
        name=name,
        services=[("", _l("Any")), *((s.service_code, s.service_name) for s in services())],
        officials=[("", _l("Any")), (NOBODY, lazy_pgettext("report", "Nobody yet")),
                   *((each.code, each.name or each.code) for each in people)],
        due=list(DUE.items()),
        saved=saved_by(viewer.user_id),
        finds_phones=may_find_by_phone(viewer),
        **{**FRESH, **refused},
    )  # fmt: skip
