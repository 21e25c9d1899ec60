"""The lead's page: what is late today, who has how much, and the week for the Monday meeting."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.models import User
from app.core import clock
from app.core.access import access, current_viewer
from app.core.listing_columns import Column, Columns
from app.core.text import day as read_day
from app.core.text import name_sort_key
from app.service_requests.answering.rights import may_write_templates
from app.service_requests.blueprint import service_requests
from app.service_requests.desk.filters import NOBODY
from app.service_requests.figures import queries
from app.service_requests.figures.measures import percent
from app.service_requests.figures.periods import WHOLE_MONTH, Period, weeks_until
from app.service_requests.leading import week as weekly
from app.service_requests.leading.desks import APPROVAL, LATE, NEAR, desks, matters
from app.service_requests.leading.figures_page import WEEKS, chart
from app.service_requests.leading.four import four
from app.service_requests.leading.paragraph import Week, paragraph
from app.service_requests.leading.reach import reach_of, whose
from app.service_requests.leading.rights import may_lead
from app.service_requests.routing.load import Load

LISTS: dict[str, Any] = {
    LATE: _l("Late to be accepted or answered"),
    NEAR: _l("Due within 48 hours"),
    APPROVAL: _l("Waiting for approval"),
}

DESKS = Columns(
    "desks",
    Column("ten", _l("Official"), sorts=True),
    Column("open", _l("To be done"), sorts=True, newest_first=True),
    Column("late", _l("Late"), sorts=True, newest_first=True),
)
FIRST_YEAR = 2025
"""There were no reports before."""


@service_requests.get("/can-bo/lanh-dao")
@access(may_lead)
def lead() -> ResponseReturnValue:
    """Show what is late, near and to be approved, and what each colleague has."""
    viewer, now = current_viewer(), clock.now()
    today, reach = clock.local(now).date(), reach_of(viewer)
    sort = DESKS.sort(request.args.get("xep", ""), "-late")
    month = Period.around(WHOLE_MONTH, today)
    weeks = weeks_until(today, WEEKS)
    found = queries.totals(reach, [month, month.before, *weeks])
    by_week = list(zip(weeks, found.periods[2:], strict=True))
    return render_template(
        "service_requests/leading/lead.html",
        four=four(found),
        weeks=by_week,
        chart=chart(by_week),
        freshness=found.freshness,
        lists=LISTS,
        matters=matters(viewer, now),
        desks=_sorted(desks(viewer, now), sort),
        heads=DESKS.heads(sort, lambda xep: url_for("service_requests.lead", xep=xep)),
        nobody=NOBODY,
        now=now,
        approval=APPROVAL,
        writes_templates=may_write_templates(viewer),
    )


@service_requests.get("/can-bo/lanh-dao/tuan")
@access(may_lead)
def week() -> ResponseReturnValue:
    """Show a week's figures (``tuan``: a day of it; else the last whole one), ready to copy."""
    viewer, now = current_viewer(), clock.now()
    today = clock.local(now).date()
    monday = min(_asked() or clock.monday_of(today - weekly.WEEK), clock.monday_of(today))
    shown, before = (weekly.Span.of(each, now) for each in (monday, monday - weekly.WEEK))
    (this, last), freshness = weekly.figures(viewer, (shown, before))
    place, service = weekly.worst_place(viewer, shown), weekly.worst_service(viewer, shown)
    found = Week(whose(viewer), monday, this, last, service, place)
    return render_template(
        "service_requests/leading/week.html",
        week=found,
        text=paragraph(found),
        percent=percent,
        freshness=freshness,
        earlier=_link(monday - weekly.WEEK),
        later=_link(monday + weekly.WEEK) if monday + weekly.WEEK <= today else None,
    )


def _sorted(loads: Sequence[tuple[User, Load]], sort: str) -> Sequence[tuple[User, Load]]:
    """Sort who has how much by the column asked for; what is equal stays as it was."""
    name = sort.removeprefix("-")

    def rank(each: tuple[User, Load]) -> Any:
        person, load = each
        return name_sort_key(person.name or person.code) if name == "ten" else getattr(load, name)

    return sorted(loads, key=rank, reverse=sort != name)


def _link(monday: date) -> str:
    return url_for("service_requests.week", tuan=monday.isoformat())


def _asked() -> date | None:
    """Give the Monday of the day that was asked for; None where it is no day of ours."""
    asked = read_day(request.args.get("tuan", ""))
    return clock.monday_of(asked) if asked and asked.year >= FIRST_YEAR else None
