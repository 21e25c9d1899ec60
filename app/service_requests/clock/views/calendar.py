"""Working days and days off that the operator declares, and what they would move."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from app.accounts import permissions
from app.accounts.policies import may_administer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import Done, acts
from app.core.forms import takes
from app.core.working_days import calendar
from app.service_requests.blueprint import service_requests
from app.service_requests.clock import moved_days
from app.service_requests.clock.forms import KINDS, OFF, WORKING, DayForm
from app.service_requests.clock.queries import declared_days
from app.service_requests.clock.rights import may_set_calendar

TEMPLATE = "service_requests/clock/calendar.html"
SHOWN = 50
"""How many promises that would move are listed; all are counted."""
WORKS = {WORKING: True, OFF: False}


@service_requests.get("/can-bo/quan-tri/lich")
@access(may_set_calendar)
def admin_calendar() -> ResponseReturnValue:
    """List the declared days; with a day in the address, show what it would move."""
    asked = {name: value for name, value in request.args.items() if name in ("day", "kind", "note")}
    form = DayForm(MultiDict(asked) if "day" in asked else None)
    chosen = "day" in asked and form.day.validate(form) and form.kind.validate(form)
    return _page(form, bool(chosen))


@service_requests.post("/can-bo/quan-tri/lich")
@access(may_set_calendar)
@acts(again=lambda form, **_refused: _page(form, form.day.day is not None))
@takes(DayForm)
def declare_day(form: Any) -> Done:
    """Declare the day; promises that were made stay unless told to move, with a reason."""
    because = form.reason.data if form.move.data else None
    works = WORKS.get(form.kind.data)
    viewer = current_viewer()
    held = viewer.agencies(permissions.OPERATE) or viewer.agencies(permissions.ADMINISTER)
    count = moved_days.declare(
        form.day.day, works, form.note.data or "", viewer.actor(held[0]), clock.now(), because
    )
    said = ngettext(
        "The day is declared, %(num)d promise moved.",
        "The day is declared, %(num)d promises moved.",
        count,
    )
    return Done(url_for(".admin_calendar"), said)


def _page(form: Any, chosen: bool) -> str:
    now, moved = clock.now(), []
    if chosen:
        moved = moved_days.would_move(form.day.day, WORKS.get(form.kind.data), now)
    administers = may_administer(current_viewer())
    return render_template(
        TEMPLATE,
        came_from="desk.administration" if administers else "service_requests.promises",
        form=form,
        chosen=chosen,
        moved=moved[:SHOWN],
        count=len(moved),
        declared=declared_days(clock.local(now).date()),
        works=calendar().works_on(form.day.day) if chosen else None,
        kinds=dict(KINDS),
    )
