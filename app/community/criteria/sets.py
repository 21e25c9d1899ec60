"""The province's pages of sets: begun, versions written, enacted."""

from typing import Any, NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.community.blueprint import community
from app.community.criteria import counting, keeping, queries
from app.community.criteria.forms import CriterionForm, HeadForm, SetForm, filled, written
from app.community.criteria.models import KINDS, WAYS, CriteriaSet, CriteriaVersion, Criterion
from app.community.criteria.rights import keeps_criteria
from app.core import clock
from app.core.access import access
from app.core.act import Done, acts
from app.core.forms import takes


class Of(NamedTuple):
    """A criterion with the version in which it stands."""

    version: CriteriaVersion
    criterion: Criterion


def load_set(viewer: Viewer, code: str) -> CriteriaSet | None:
    return queries.set_by_code(code) if keeps_criteria(viewer) else None


def load_version(viewer: Viewer, code: str) -> CriteriaVersion | None:
    return queries.version_by_code(code) if keeps_criteria(viewer) else None


def load_criterion(viewer: Viewer, code: str, number: int) -> Of | None:
    version = load_version(viewer, code)
    rows = version.criteria if version is not None else []
    found = next((each for each in rows if each.id == number), None)
    return Of(version, found) if version is not None and found is not None else None


def may_keep(viewer: Viewer, _thing: Any) -> bool:
    return keeps_criteria(viewer)


@community.get("/can-bo/tieu-chi/bo")
@access(keeps_criteria)
def criteria_sets() -> ResponseReturnValue:
    return _sets(SetForm(None))


@community.post("/can-bo/tieu-chi/bo")
@access(keeps_criteria)
@acts(again=lambda form, **_refused: _sets(form), said=_l("The set is begun. Write its criteria."))
@takes(SetForm)
def add_criteria_set(form: SetForm) -> str:
    made = keeping.begin_set(form.kind.data, form.title.data, viewer().actor(), clock.now())
    return url_for(".criteria_version", code=made.code)


@community.post("/can-bo/tieu-chi/bo/vi-du")
@access(keeps_criteria)
@acts()
def take_examples() -> Done:
    """Begin a draft of each example that is not there."""
    many = keeping.begin_examples(viewer().actor(), clock.now())
    said = _("The examples are there, as drafts.") if many else _("They are there already.")
    return Done(url_for(".criteria_sets"), said)


@community.post("/can-bo/tieu-chi/bo/<code>/ban")
@access(may_keep, load=load_set)
@acts()
def begin_criteria_version(found: CriteriaSet) -> str:
    made = keeping.begin_version(found, viewer().actor(), clock.now())
    return url_for(".criteria_version", code=made.code)


@community.get("/can-bo/tieu-chi/ban/<code>")
@access(may_keep, load=load_version)
def criteria_version(found: CriteriaVersion) -> ResponseReturnValue:
    return _version(found)


@community.post("/can-bo/tieu-chi/ban/<code>")
@access(may_keep, load=load_version)
@acts(again=lambda found, form, **_refused: _version(found, head=form.shown), said=_l("Kept."))
@takes(HeadForm)
def describe_criteria(found: CriteriaVersion, form: HeadForm) -> str:
    keeping.describe(found, form.said)
    return url_for(".criteria_version", code=found.code)


@community.post("/can-bo/tieu-chi/ban/<code>/tieu-chi")
@access(may_keep, load=load_version)
@acts(again=lambda found, form, **_refused: _version(found, fresh=form.shown), said=_l("Added."))
@takes(CriterionForm)
def add_criterion(found: CriteriaVersion, form: CriterionForm) -> str:
    keeping.add(found, form.said)
    return url_for(".criteria_version", code=found.code, _anchor="them")


@community.post("/can-bo/tieu-chi/ban/<code>/tieu-chi/<int:number>")
@access(may_keep, load=load_criterion)
@acts(
    again=lambda of, form, **_refused: _version(of.version, changed={of.criterion.id: form.shown}),
    said=_l("Kept."),
)
@takes(CriterionForm)
def change_criterion(of: Of, form: CriterionForm) -> str:
    keeping.change(of.version, of.criterion, form.said)
    return url_for(".criteria_version", code=of.version.code, _anchor=f"t{of.criterion.id}")


@community.post("/can-bo/tieu-chi/ban/<code>/tieu-chi/<int:number>/bo")
@access(may_keep, load=load_criterion)
@acts(said=_l("The criterion is taken out."))
def drop_criterion(of: Of) -> str:
    keeping.drop(of.version, of.criterion)
    return url_for(".criteria_version", code=of.version.code)


@community.post("/can-bo/tieu-chi/ban/<code>/ap-dung")
@access(may_keep, load=load_version)
@acts(
    again=lambda found, **refused: _version(found, refused=refused["errors"]),
    said=_l("The version is enacted. It never changes again."),
)
def enact_criteria(found: CriteriaVersion) -> str:
    keeping.enact(found, viewer().actor(), clock.now())
    return url_for(".criteria_version", code=found.code)


def _sets(form: SetForm) -> str:
    rows = queries.sets()
    today = clock.local(clock.now()).date()
    return render_template(
        "community/criteria/sets.html",
        rows=rows,
        holding={each.set_id: each for each in queries.in_force(today)},
        kinds=list(KINDS.items()),
        form=form,
    )


EMPTY = {"errors": [], "error": {}, "way": "counted"}


def _version(found: CriteriaVersion, **more: Any) -> str:
    changed = more.get("changed", {})
    return render_template(
        "community/criteria/version.html",
        version=found,
        head=more.get("head") or _head(found),
        rows=[(each, changed.get(each.id) or filled(each)) for each in found.criteria],
        open_row=next(iter(changed), None),
        fresh=more.get("fresh") or EMPTY,
        refused=more.get("refused", []),
        ways=list(WAYS.items()),
        measures=counting.measures(),
        names=dict(counting.measures()),
        written=written,
        most=written(found.most),
    )


def _head(found: CriteriaVersion) -> dict[str, Any]:
    return {
        "decision": found.decision, "decided_on": found.decided_on or "",
        "valid_from": found.valid_from or "", "needed": written(found.needed),
        "is_real": not found.is_example, "errors": [], "error": {},
    }  # fmt: skip
