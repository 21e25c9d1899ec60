"""Leaving an office: everything a person has goes to another, or back, in one act."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import administering, duties, permissions
from app.accounts import queries as people
from app.accounts.actors import Actor
from app.accounts.models import Agency, User
from app.accounts.viewer import Viewer
from app.core import audit
from app.core.errors import DomainError
from app.core.translated import names_of
from app.notifications import tell
from app.notifications.groups import DESK
from app.notifications.kinds import Kind, register
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle
from app.service_requests.routing import absence as queries
from app.service_requests.routing import assigning

WORK_BACK = register(
    Kind("work_back", _l("Reports of a colleague who leaves wait to be assigned"),
         _l("%(agency)s: %(count)s"), "inbox", group=DESK)
)  # fmt: skip
duties.register(queries.count_open_of)


def hand_over(
    leaver: User, successor: User | None, actor: Actor, now: datetime, *, end_rights: bool
) -> int:
    """Give all open reports of ``leaver`` to ``successor``; give how many there were.

    Without one, and where the successor may not work on a report, it goes back to its agency,
    whose lead is told. Where the leaver stands in for somebody, the successor does from now.
    Audited as one act.

    Raises:
        DomainError: the successor is the leaver, or cannot act.
    """
    if successor is not None and (successor.id == leaver.id or not successor.is_active):
        raise DomainError(_l("Choose a colleague from the list."), field="successor")
    reports = queries.open_reports_of(leaver)
    viewer = Viewer(successor) if successor is not None else None
    back: dict[Agency, int] = {}
    for report in reports:
        taker = successor if viewer is not None and may_handle(viewer, report) else None
        assigning.assign(report, actor, now, taker)
        if taker is None and report.agency is not None:
            back[report.agency] = back.get(report.agency, 0) + 1
    _tell(back, leaver, now)
    if successor is not None:
        for absence in queries.standing_in_for(leaver, now):
            absence.deputy = successor if absence.user_id != successor.id else absence.deputy
    if end_rights:
        for right in [r for r in leaver.rights if r.permission in permissions.DELEGABLE]:
            administering.take_right(right, actor, now)
    _record(leaver, successor, reports, actor, now, end_rights)
    return len(reports)


def _tell(back: dict[Agency, int], leaver: User, now: datetime) -> None:
    """Tell who leads there, else who works there, once for each agency."""
    for agency, count in back.items():
        there = (people.officials_with(permissions.LEAD, agency)
                 or people.officials_in(agency, permissions.HANDLE))  # fmt: skip
        others = [each for each in there if each.id != leaver.id]
        words, key = (
            {"agency": names_of(agency), "count": count},
            f"{leaver.code}:{now.isoformat()}",
        )
        tell(others, WORK_BACK.name, words, "/can-bo", f"work_back:{agency.id}:{key}", now=now)


def _record(
    leaver: User,
    successor: User | None,
    reports: Sequence[ServiceRequest],
    actor: Actor,
    now: datetime,
    end_rights: bool,
) -> None:
    what = {
        "to": successor.reference if successor else None,
        "reports": [report.code for report in reports],
        "rights_ended": end_rights,
    }
    audit.record(actor.reference, "office.hand_over", leaver.reference, now=now, after=what)
