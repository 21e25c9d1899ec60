"""Planned cuts on the clerk's desk."""

from datetime import datetime, time

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.bills import queries
from app.bills.actions import reminding
from app.bills.models import Biller, PlannedCut
from app.bills.policies import can_clerk
from app.bills.queries import desk
from app.bills.views.common import FRESH, bills, day_of, field, refusal, viewer
from app.core import audit, clock
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import clean
from app.places import queries as places
from app.places.models import Place


def may_cancel(viewer: object, cut: PlannedCut) -> bool:
    """A biller's clerk cancels its cuts."""
    return can_clerk(viewer, cut.biller)  # type: ignore[arg-type]


@bills.get("/can-bo/hoa-don/<biller>/cat")
@access(can_clerk, load=queries.managed_biller)
def cuts(biller: Biller) -> ResponseReturnValue:
    """List planned cuts, and the form for one more."""
    return _page(biller)


@bills.post("/can-bo/hoa-don/<biller>/cat")
@access(can_clerk, load=queries.managed_biller)
def plan_cut(biller: Biller) -> ResponseReturnValue:
    """Plan a cut; everybody whose code it concerns is told."""
    code, now = biller.code, clock.now()
    try:
        span = (_moment("begins"), _moment("ends"))
        reason, prefixes = clean(field("reason"), 200), field("prefixes")
        cut = PlannedCut.plan(biller, span, reason, _place(), prefixes, now)
    except DomainError as error:
        db.session.rollback()
        found = queries.managed_biller(viewer(), code)
        assert found is not None
        return _page(found, **refusal(error)), error.status
    db.session.flush()
    count = reminding.tell_of_cut(cut, now)
    audit.record(viewer().reference, "plan-cut", biller.reference, now=now, after={"told": count})
    db.session.commit()
    flash(
        ngettext("Planned; %(num)d person is told", "Planned; %(num)d people are told", count), "ok"
    )
    return redirect(url_for("bills.cuts", biller=code), 303)


@bills.post("/can-bo/hoa-don/cat/<code>/huy")
@access(may_cancel, load=desk.managed_cut)
def cancel_cut(cut: PlannedCut) -> ResponseReturnValue:
    """A cut will not happen."""
    code = cut.biller.code
    cut.cancel(clock.now())
    db.session.commit()
    flash(_("The cut was cancelled."), "ok")
    return redirect(url_for("bills.cuts", biller=code), 303)


def _page(biller: Biller, **more: object) -> str:
    home = biller.agency.place
    around = [home, *places.villages_of(home)] if home is not None else []
    values = {
        "biller": biller,
        "cuts": desk.cuts_of(biller, clock.now()),
        "places": [("", _("All customers")), *((each.code, each.full_name) for each in around)],
        **FRESH,
    }
    return render_template("bills/desk/cuts.html", **{**values, **more})


def _place() -> Place | None:
    code = request.form.get("place", "")
    return places.by_code(code) if code else None


def _moment(name: str) -> datetime:
    """Give a typed day and time of Viet Nam, aware."""
    day = day_of(field(f"{name}_on", 20), name)
    try:
        at = time.fromisoformat(field(f"{name}_at", 5) or "00:00")
    except ValueError as error:
        raise DomainError(_l("Write the time as 07:30."), field=name) from error
    return datetime.combine(day, at, clock.VIETNAM)
