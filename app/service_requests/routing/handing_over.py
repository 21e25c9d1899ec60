"""Leaving an office: everything a person has goes to another in one act."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import administering, permissions
from app.accounts.actors import Actor
from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core import audit
from app.core.errors import DomainError
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle
from app.service_requests.routing import absence as queries
from app.service_requests.routing import assigning


def hand_over(
    leaver: User, successor: User, actor: Actor, now: datetime, *, end_rights: bool
) -> int:
    """Give all open reports of ``leaver`` to ``successor``; give how many there were.

    What the successor may not work on goes back to the agency, so that its lead hears of it.
    Where the leaver stands in for somebody, the successor does from now. Audited as one act.

    Raises:
        DomainError: the successor is the leaver, or cannot act.
    """
    if successor.id == leaver.id or not successor.is_active:
        raise DomainError(_l("Choose a colleague from the list."), field="successor")
    reports, viewer = queries.open_reports_of(leaver), Viewer(successor)
    for report in reports:
        assigning.assign(report, actor, now, _taker(report, successor, viewer))
    for absence in queries.standing_in_for(leaver, now):
        absence.deputy = successor if absence.user_id != successor.id else absence.deputy
    if end_rights:
        for right in [r for r in leaver.rights if r.permission in permissions.DELEGABLE]:
            administering.take_right(right, actor, now)
    _record(leaver, successor, reports, actor, now, end_rights)
    return len(reports)


def _taker(report: ServiceRequest, successor: User, viewer: Viewer) -> User | None:
    return successor if may_handle(viewer, report) else None


def _record(
    leaver: User,
    successor: User,
    reports: Sequence[ServiceRequest],
    actor: Actor,
    now: datetime,
    end_rights: bool,
) -> None:
    what = {
        "to": successor.reference,
        "reports": [report.code for report in reports],
        "rights_ended": end_rights,
    }
    audit.record(actor.reference, "office.hand_over", leaver.reference, now=now, after=what)
