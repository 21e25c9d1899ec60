"""What the room shows on the front page, beside entries and guides, in the search, on the desk."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from app.accounts.models import Agency
from app.accounts.permissions import RECEIVE
from app.accounts.viewer import Viewer
from app.appointments import queries
from app.appointments.rights import receives_anywhere
from app.core import clock
from app.core.formats import moment
from app.core.listing import counted
from app.core.navigation import GUIDE, MOST_WAITING, Goal, Link, Task, Waiting, Way

ENTRY = "one-stop"
"""The kind of entry of the directory beside which its office's appointments stand."""
TILE = Link("appointments.index", _l("Appointments"), "calendar", "gold", order=62)
TAB = Link(
    "appointments.desk_index", lazy_pgettext("tab", "Appointments"), "calendar", order=56,
    shown_to=receives_anywhere,
)  # fmt: skip


def mine(viewer: Viewer, now: datetime) -> list[Task]:
    """Give what the viewer has booked, the next first."""
    if viewer.user_id is None:
        return []
    return [_task(each, now) for each in queries.coming(viewer.user_id, now)]


def _task(row: Any, now: datetime) -> Task:
    ahead = (row.day - clock.local(now).date()).days
    return Task(
        _("Appointment: %(when)s", when=moment(row.starts_at)), row.office.name,
        url_for("appointments.ticket", code=row.code), "calendar", "soon" if ahead <= 1 else "ok",
    )  # fmt: skip


def beside(kind: str, agency: Agency) -> list[Way]:
    """Give the ways to book: at the office of a one-stop's entry, anywhere beside a guide."""
    if kind == ENTRY:
        rows = queries.of_agency(agency.id)
        said = _("Book an appointment")
        return [
            Way(url_for("appointments.office", code=each.code),
                said if len(rows) == 1 else f"{said}: {each.name}", "calendar")
            for each in rows
        ]  # fmt: skip
    if kind == GUIDE and queries.any_open():
        return [Way(url_for("appointments.index"), _("Book an appointment"), "calendar")]
    return []


def _here(viewer: Viewer, now: datetime) -> Any:
    if not receives_anywhere(viewer):
        return None
    mine = queries.here_today(viewer.agencies_below(RECEIVE), clock.local(now).date())
    return counted(mine, MOST_WAITING)


WAITING = Waiting(
    "appointments.desk_index",
    lambda number, count: ngettext(
        "%(count)s person waits at the counter", "%(count)s people wait at the counter", number,
        count=count,
    ),
    _here, order=72,
)  # fmt: skip
GOALS = (
    Goal(
        "appointments.index", _l("Book an appointment"), "calendar",
        lazy_pgettext(
            "typed",
            "appointment, book a time, one-stop office, queue number, take a number, "
            "citizens' reception, meet an official, on-line reception",
        ),
    ),
    Goal(
        "appointments.mine", _l("My appointments"), "calendar",
        lazy_pgettext("typed", "my ticket, cancel an appointment, another time, my number"),
    ),
)  # fmt: skip
"""What the front page's search finds of this room."""
