"""Planned cuts on the clerk's desk."""

from datetime import datetime, time

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.bills import queries
from app.bills.actions import reminding
from app.bills.models import Biller, PlannedCut
from app.bills.policies import may_clerk
from app.bills.queries import desk
from app.bills.views.common import bills, viewer
from app.core import audit, clock
from app.core.access import access
from app.core.act import FRESH, Done, acts
from app.core.db import db
from app.core.forms import Form, Line, Read, needed, takes
from app.core.tables.values import as_date, as_time
from app.places import queries as places


class CutForm(Form):
    """From when to when it is cut, for whom, and why; days and hours of Viet Nam."""

    begins_on, begins_at = Read(as_date), Read(as_time, most=5, empty=time())
    ends_on, ends_at = Read(as_date), Read(as_time, most=5, empty=time())
    place = Read(places.by_code, empty=None)
    prefixes, reason = Line(), Line(200, needed(_l("Say why in a few words.")))

    @property
    def span(self) -> tuple[datetime, datetime]:
        """When it begins and when it ends, aware."""
        ends = clock.at(self.ends_on.data, self.ends_at.data)
        return clock.at(self.begins_on.data, self.begins_at.data), ends


def may_cancel(viewer: object, cut: PlannedCut) -> bool:
    return may_clerk(viewer, cut.biller)  # type: ignore[arg-type]


@bills.get("/can-bo/hoa-don/<biller>/cat")
@access(may_clerk, load=queries.managed_biller)
def cuts(biller: Biller) -> ResponseReturnValue:
    """List planned cuts, and the form for one more."""
    return _page(biller)


@bills.post("/can-bo/hoa-don/<biller>/cat")
@access(may_clerk, load=queries.managed_biller)
@acts(again=lambda biller, **refused: _page(biller, **refused))
@takes(CutForm)
def plan_cut(biller: Biller, form: CutForm) -> Done:
    """Plan a cut; everybody whose code it concerns is told."""
    now, place = clock.now(), form.place.data
    cut = PlannedCut.plan(biller, form.span, form.reason.data, place, form.prefixes.data, now)
    db.session.flush()
    count = reminding.tell_of_cut(cut, now)
    audit.record(viewer().reference, "plan-cut", biller.reference, now=now, after={"told": count})
    said = ngettext("Planned; %(num)d person is told", "Planned; %(num)d people are told", count)
    return Done(url_for("bills.cuts", biller=biller.code), said)


@bills.post("/can-bo/hoa-don/cat/<code>/huy")
@access(may_cancel, load=desk.managed_cut)
@acts(said=_l("The cut was cancelled."))
def cancel_cut(cut: PlannedCut) -> str:
    cut.cancel(clock.now())
    return url_for("bills.cuts", biller=cut.biller.code)


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
