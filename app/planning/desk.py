"""The desk: an office's plans, a new one, its versions, comments, the sheet for the board."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.models import Agency
from app.accounts.present import viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.forms import Line, Read, takes
from app.core.listing import ways
from app.core.text import line, whole
from app.media import actions as media
from app.media.intake import Prepared
from app.media.kinds import PAPER
from app.places import queries as places
from app.planning import consulting, keeping, queries
from app.planning.blueprint import planning
from app.planning.forms import PeriodForm, PlanForm, VersionForm
from app.planning.models import KINDS, LIFE, MAX_REASON, PREPARED, Plan, PlanVersion
from app.planning.rights import (
    commune_of,
    keeps_plans,
    kept_agencies,
    load_agency,
    may_keep,
    may_keep_of,
    may_keep_version,
)


@planning.get("/can-bo/quy-hoach")
@access(keeps_plans)
def desk_index() -> ResponseReturnValue:
    """List the plans that one keeps."""
    typed = line(request.args.get("q", ""), 100)
    words = queries.search_words(typed)
    page = queries.kept_by(viewer(), words, request.args.get("truoc", "")[:20])
    return render_template(
        "planning/desk/index.html", rows=page.rows, typed=typed, agencies=kept_agencies(viewer()),
        **ways(".desk_index", page, "truoc", q=typed or None),
    )  # fmt: skip


@planning.get("/can-bo/quy-hoach/moi/<agency>")
@access(may_keep_of, load=load_agency)
def new_plan(agency: Agency) -> ResponseReturnValue:
    return _new(agency, PlanForm(None))


@planning.post("/can-bo/quy-hoach/moi/<agency>")
@access(may_keep_of, load=load_agency)
@acts(again=lambda agency, form, **_refused: _new(agency, form),
      said=_l("Kept. Look at it, then publish it."))  # fmt: skip
@takes(PlanForm)
def begin(agency: Agency, form: PlanForm) -> str:
    """Look the PDF through without the database's write lock, then write all at once."""
    code, now, prepared = agency.code, clock.now(), _prepared(form)
    held = load_agency(viewer(), code)
    if held is None:
        prepared.drop()
        abort(404)
    head, paper = form.head(commune_of(held)), keeping.paper_of(prepared, now)
    made = keeping.begin(held, head, form.said, paper, viewer().actor(held), now)
    return url_for(".edit", code=made.code)


@planning.get("/can-bo/quy-hoach/<code>")
@access(may_keep, load=queries.kept)
def edit(plan: Plan) -> ResponseReturnValue:
    return _edit(plan)


@planning.post("/can-bo/quy-hoach/<code>/ban-moi")
@access(may_keep, load=queries.kept)
@acts(again=lambda plan, form, **_refused: _edit(plan, added=form),
      said=_l("Kept. Look at it, then publish it."))  # fmt: skip
@takes(VersionForm)
def add_version(plan: Plan, form: VersionForm) -> str:
    code, now, prepared = plan.code, clock.now(), _prepared(form)
    found = queries.kept(None, code)
    if found is None:
        prepared.drop()
        abort(404)
    paper = keeping.paper_of(prepared, now)
    keeping.add_version(found, form.said, paper, viewer().actor(found.agency), now)
    return _at(found)


@planning.post("/can-bo/quy-hoach/<code>/<int:number>")
@access(may_keep_version, load=queries.kept_version)
@acts(again=lambda version, form, **_refused: _edit(version.plan, changed=form), said=_l("Saved."))
@takes(PlanForm)
def change(version: PlanVersion, form: PlanForm) -> str:
    """Change a version that nobody reads yet."""
    code, number, now, prepared = version.plan.code, version.position, clock.now(), _prepared(form)
    found = queries.kept_version(None, code, number)
    if found is None:
        prepared.drop()
        abort(404)
    head, paper = form.head(commune_of(found.plan.agency)), keeping.paper_of(prepared, now)
    keeping.change(found, head, form.said, paper, _actor(found), now)
    return _at(found.plan)


@planning.post("/can-bo/quy-hoach/<code>/<int:number>/cong-bo")
@access(may_keep_version, load=queries.kept_version)
@acts(again=lambda version, **refused: _edit(version.plan, **refused),
      said=_l("Everybody can read it. The code on the board leads to it."))  # fmt: skip
@takes(seen=Read(whole, name="version"))
def publish(version: PlanVersion, seen: int | None) -> str:
    version.plan.check_version(seen)
    now, by, draft = clock.now(), _actor(version), version.plan.proposed
    keeping.publish(version, by, now)
    consulting.stop(draft, by, now)
    return _at(version.plan)


@planning.post("/can-bo/quy-hoach/<code>/<int:number>/lay-y-kien")
@access(may_keep_version, load=queries.kept_version)
@acts(again=lambda version, form, **refused: _edit(version.plan, period=form, **refused),
      said=_l("Everybody can read the draft. Comments begin once the consultation is opened: "
              "whoever opens consultations was told."))  # fmt: skip
@takes(PeriodForm)
def propose(version: PlanVersion, form: PeriodForm) -> str:
    now = clock.now()
    period = form.period(clock.local(now).date())
    consulting.propose(version, period, _actor(version), now)
    return _at(version.plan)


@planning.post("/can-bo/quy-hoach/<code>/<int:number>/rut")
@access(may_keep_version, load=queries.kept_version)
@acts(again=lambda version, **refused: _edit(version.plan, taken_back=version.position, **refused),
      said=_l("Taken back. Its document is gone."))  # fmt: skip
@takes(reason=Line(MAX_REASON, name="ly_do"))
def withdraw(version: PlanVersion, reason: str) -> str:
    now, by = clock.now(), _actor(version)
    keeping.withdraw(version, reason, by, now)
    consulting.stop(version, by, now)
    return _at(version.plan)


def _prepared(form: VersionForm) -> Prepared:
    return media.prepare_apart({PAPER: form.papers.data})


def _at(plan: Plan) -> str:
    return url_for(".edit", code=plan.code)


def _actor(version: PlanVersion) -> Any:
    return viewer().actor(version.plan.agency)


def _new(agency: Agency, form: PlanForm) -> str:
    values = {"agency": agency, "form": form, **_choices(agency)}
    return render_template("planning/desk/new.html", **values)


def _choices(agency: Agency) -> dict[str, Any]:
    """Give the communes that may be chosen: none for an office of a commune."""
    fixed = commune_of(agency)
    communes = [] if fixed else [(each.code, each.title) for each in places.communes()]
    return {"kinds": list(KINDS.items()), "fixed": fixed, "communes": communes}


def _edit(plan: Plan, **refused: Any) -> str:
    version = next((each for each in plan.versions if each.status == PREPARED), None)
    form = refused.pop("changed", None)
    if form is None and version is not None:
        form = PlanForm(None)
        form.fill(plan, version)
    forms = {
        "taken_back": refused.pop("taken_back", None),
        "form": form,
        "added": refused.pop("added", None) or VersionForm(None),
        "period": refused.pop("period", None) or PeriodForm(None),
    }
    return render_template(
        "planning/desk/edit.html",
        plan=plan, prepared=version, may=LIFE.may, today=clock.local(clock.now()).date(),
        **forms, **_choices(plan.agency), **{**FRESH, **refused},
    )  # fmt: skip
