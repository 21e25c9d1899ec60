"""The register of named days, kept and broken."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts import permissions
from app.core import clock
from app.core.access import access, current_viewer
from app.service_requests.blueprint import service_requests
from app.service_requests.clock.queries import register
from app.service_requests.clock.rights import may_see_promises, may_set_calendar

SHOWN_DAYS = 60
"""How far back the register is shown."""


@service_requests.get("/can-bo/loi-hen")
@access(may_see_promises)
def promises() -> ResponseReturnValue:
    """List the named days of the viewer's agencies, the next one first; the operator sees all."""
    viewer, now = current_viewer(), clock.now()
    today = clock.local(now).date()
    ids = viewer.agency_ids(permissions.HANDLE) | viewer.agency_ids(permissions.LEAD)
    everything = viewer.has(permissions.OPERATE)
    rows = register(None if everything else ids, today - timedelta(days=SHOWN_DAYS))
    return render_template(
        "service_requests/clock/promises.html",
        coming=[row for row in rows if row.is_open],
        settled=[row for row in reversed(rows) if row.kept is not None],
        today=today,
        sets_calendar=may_set_calendar(viewer),
    )
