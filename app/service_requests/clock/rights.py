"""Who may set the calendar, and read the register of named days."""

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.service_requests.catalogue.rights import may_administer


def may_set_calendar(viewer: Viewer) -> bool:
    """Declares working days and days off: the operator, or who administers the whole province."""
    return viewer.has(permissions.OPERATE) or may_administer(viewer)


def may_see_promises(viewer: Viewer) -> bool:
    """Reads the register of named days: of their agencies, or of all."""
    return any(
        viewer.has(each) for each in (permissions.HANDLE, permissions.LEAD, permissions.OPERATE)
    )
