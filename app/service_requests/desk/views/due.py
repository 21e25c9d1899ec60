"""The week's deadlines as a page, and as a calendar that other programs subscribe to."""

from datetime import date, timedelta
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import acts
from app.core.forms import Tick, takes
from app.core.icalendar import TYPE, written
from app.core.text import day as read_day
from app.core.working_days import calendar
from app.service_requests.blueprint import service_requests
from app.service_requests.desk import due
from app.service_requests.desk.models import CalendarLink
from app.service_requests.rights import may_take_in

FIRST_YEAR, LAST_YEAR = 2025, 2098


@service_requests.get("/can-bo/lich-han")
@access(may_take_in)
def deadlines() -> ResponseReturnValue:
    """Show what is due in a week (``tuan``: a day of it), of all one works on or one's own."""
    return _page()


@service_requests.post("/can-bo/lich-han/duong-dan")
@access(may_take_in)
@acts()
@takes(only_mine=Tick(name="cua_toi"))
def make_calendar_link(only_mine: bool) -> Response:
    """Make the secret link and show it, once; the one before it opens nothing more."""
    token = due.make_link(current_viewer(), only_mine, clock.now())
    made = url_for("service_requests.calendar_feed", token=token, _external=True)
    return make_response(_page(made=made))


@service_requests.post("/can-bo/lich-han/duong-dan/ket-thuc")
@access(may_take_in)
@acts(said=_l("The link is ended. It opens nothing any more."))
def end_calendar_link() -> str:
    due.end_link(current_viewer(), clock.now())
    return url_for("service_requests.deadlines")


@service_requests.get("/lich-han/<token>.ics")
@access(PUBLIC, load=due.by_token)
def calendar_feed(link: CalendarLink) -> ResponseReturnValue:
    """Give the deadlines to whoever has the link; it says no words of a sender."""
    now = clock.now()
    with force_locale(link.user.language):
        content = written(_("Deadlines of reports"), due.events(link, now), now)
    answer = Response(content, content_type=TYPE)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(made: str = "") -> str:
    viewer, today = current_viewer(), clock.local(clock.now()).date()
    monday, only_mine = _monday(today), bool(request.args.get("cua_toi"))
    works = calendar().works_on
    week = due.week(viewer, monday, only_mine)
    return render_template(
        "service_requests/desk/deadlines.html",
        days=week.days,
        works={each.day: works(each.day) for each in week.days},
        today=today,
        only_mine=only_mine,
        linked_at=week.linked_at,
        made=made,
        earlier=_week(monday - timedelta(days=due.WEEK), only_mine),
        later=_week(monday + timedelta(days=due.WEEK), only_mine),
        other=_week(monday, not only_mine),
    )


def _monday(today: date) -> date:
    asked = read_day(request.args.get("tuan", ""))
    found = asked if asked and FIRST_YEAR <= asked.year <= LAST_YEAR else today
    return clock.monday_of(found)


def _week(monday: date, only_mine: Any) -> str:
    return url_for(
        "service_requests.deadlines", tuan=monday.isoformat(), cua_toi=1 if only_mine else None
    )
