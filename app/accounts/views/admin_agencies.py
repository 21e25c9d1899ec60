"""Administration: the tree of agencies."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import agency_editing, policies, queries
from app.accounts.forms import AgencyForm, EditAgencyForm, NewAgencyForm
from app.accounts.models import Agency
from app.accounts.models.agency import KINDS
from app.accounts.permissions import ADMINISTER
from app.accounts.viewer import Viewer
from app.accounts.views.common import accounts, viewer
from app.core import clock
from app.core.access import access
from app.core.act import Done, acts
from app.core.forms import choices, takes
from app.core.text import words
from app.places import queries as places


def agency_by_code(viewer: Viewer, code: str) -> Agency | None:
    return queries.agency_by_code(code)


@accounts.get("/can-bo/quan-tri/co-quan")
@access(policies.may_administer)
def agencies() -> ResponseReturnValue:
    """List the agencies of the branches that the viewer administers; ``tim``: of that name."""
    found = queries.agencies(within=viewer().agencies(ADMINISTER), closed=True)
    typed = request.args.get("tim", "").strip()[:80]
    wanted = words(typed)
    named = [each for each in found if _is_called(each, wanted)] if wanted else found
    return render_template("accounts/agencies.html", agencies=named, kinds=KINDS, typed=typed)


def _is_called(agency: Agency, wanted: Sequence[str]) -> bool:
    """Tell whether each word begins one of the agency's name or code, accents aside."""
    known = words(f"{agency.name} {agency.short_name} {agency.code}")
    return all(any(each.startswith(word) for each in known) for word in wanted)


@accounts.get("/can-bo/quan-tri/co-quan/moi")
@access(policies.may_administer)
def new_agency() -> ResponseReturnValue:
    form = _prepared(NewAgencyForm(request.args))
    return _page(None, form)


@accounts.post("/can-bo/quan-tri/co-quan/moi")
@access(policies.may_administer)
@acts(again=lambda form, **_refused: _page(None, form))
@takes(lambda: _prepared(NewAgencyForm()))
def create_agency(form: NewAgencyForm) -> Done:
    parent = queries.agency_by_code(form.parent.data)
    if parent is None or not policies.may_administer_agency(viewer(), parent):
        abort(403)
    said, by = agency_editing.said(form), viewer().actor(parent)
    agency = agency_editing.create(form.code.data or "", said, parent, by, clock.now())
    return Done(url_for("accounts.agencies"), _("%(name)s is there now.", name=agency.name))


@accounts.get("/can-bo/quan-tri/co-quan/<code>")
@access(policies.may_administer_agency, load=agency_by_code)
def edit_agency(agency: Agency) -> ResponseReturnValue:
    form = _prepared(EditAgencyForm(data=agency_editing.typed(agency)), agency)
    return _page(agency, form)


@accounts.post("/can-bo/quan-tri/co-quan/<code>")
@access(policies.may_administer_agency, load=agency_by_code)
@acts(again=lambda agency, form, **_refused: _page(agency, form), said=_l("Saved."))
@takes(lambda agency: _prepared(EditAgencyForm(), agency))
def update_agency(agency: Agency, form: EditAgencyForm) -> str:
    parent = queries.agency_by_code(form.parent.data) if form.parent.data else None
    if parent is not agency.parent and not policies.may_move(viewer(), agency, parent):
        abort(403)
    said, by = agency_editing.said(form), viewer().actor(agency)
    agency_editing.update(agency, said, parent, by, clock.now())
    return url_for("accounts.agencies")


def _prepared(form: AgencyForm, agency: Agency | None = None) -> Any:
    within = queries.agencies(within=viewer().agencies(ADMINISTER))
    parents = [(each.code, _indented(each)) for each in within if each is not agency]
    kept = agency.parent if agency is not None else None
    if agency is not None and (kept is None or kept not in within):
        parents.insert(0, (kept.code, kept.name) if kept else ("", _l("Nothing: it is the top")))
    province = places.province()
    units = [province, *places.communes()] if province else places.communes()
    form.parent.choices = choices(parents)
    form.place.choices = choices([("", _l("No place")), *((u.code, u.title) for u in units)])
    return form


def _indented(agency: Agency) -> str:
    return "· " * agency.depth + agency.name


def _page(agency: Agency | None, form: Any) -> str:
    return render_template("accounts/edit_agency.html", form=form, agency=agency)
