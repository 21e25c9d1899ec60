"""Accept, assign or close several reports of one cause: what is asked is asked once."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core.access import access, current_viewer
from app.core.db import READING
from app.core.errors import DomainError
from app.service_requests import wording
from app.service_requests.act_form import ActForm
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue.models import Reason
from app.service_requests.catalogue.queries import reasons
from app.service_requests.desk import going_on
from app.service_requests.desk.picking import chosen, common_colleagues
from app.service_requests.desk.views.bulk_acts import (
    KINDS,
    Kind,
    Outcome,
    Pick,
    picks_of,
    run,
    why_not,
)
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_take_in
from app.service_requests.routing.assigning import likeliest


@service_requests.route("/can-bo/nhieu-phan-anh/<act>", methods=["GET", "POST"])
@access(may_take_in)
def bulk(act: str) -> ResponseReturnValue:
    """Show what would be touched and ask what is needed (GET), or do it (POST)."""
    kind = KINDS.get(act) or abort(404)
    picks = picks_of(request.values.getlist("chon"))
    if not picks:
        flash(_("Tick the reports first."), "info")
        return redirect(url_for("desk.index"), 303)
    if request.method in READING:
        return _ask(kind, picks, ActForm.blank(0))
    form = ActForm.read()
    outcomes = run(kind, picks, form)
    error = _same_mistake(outcomes)
    if error is not None:
        return _ask(kind, picks, form, error), error.status
    return _tell(kind, outcomes)


def _same_mistake(outcomes: list[Outcome]) -> DomainError | None:
    """Give what is wrong with the form itself: nothing was done, and all for the same field."""
    errors = [each.error for each in outcomes]
    fields = {error.field if error else None for error in errors}
    return errors[0] if len(fields) == 1 and None not in fields else None


def _ask(kind: Kind, picks: list[Pick], form: ActForm, error: DomainError | None = None) -> str:
    """Show which will be touched, which not and why, and the form."""
    viewer = current_viewer()
    found = chosen(viewer, (pick.code for pick in picks))
    weighed = [
        (pick, found.get(pick.code), why_not(viewer, kind, pick, found.get(pick.code)))
        for pick in picks
    ]
    touched = [(pick, each) for pick, each, refused in weighed if each and not refused]
    return render_template(
        "service_requests/desk/bulk.html",
        kind=kind,
        touched=touched,
        refused=[(pick, each, refused.message) for pick, each, refused in weighed if refused],
        form=form,
        wording=wording,
        errors={error.field: error.message} if error else {},
        confirms=getattr(error, "confirm", ""),
        summary=[(error.field, error.message)] if error else [],
        choices=_choices(kind, [each for _pick, each in touched]),
    )


def _choices(kind: Kind, reports: list[ServiceRequest]) -> list[tuple[str, Any]]:
    if kind.name == "tiep-nhan":
        return [(each.code, each.name) for each in reasons(Reason.NOT_PUBLIC)]
    if kind.name != "phan-cong" or not reports:
        return []
    return likeliest(reports[0], common_colleagues(reports))


def _tell(kind: Kind, outcomes: list[Outcome]) -> ResponseReturnValue:
    """Go back to the list where all was done alike; else say what was done, what not, and why."""
    failed = [each for each in outcomes if each.error]
    done = [each for each in outcomes if not each.error]
    if not failed and len({str(each.said) for each in done}) == 1:
        number = ngettext("%(num)s report done", "%(num)s reports done", len(done))
        flash(f"{number}: {done[0].said}", "ok")
        return redirect(going_on.last_url(), 303)
    page = render_template(
        "service_requests/desk/bulk_done.html", kind=kind, done=done, failed=failed
    )
    return page, 200 if done else 409
