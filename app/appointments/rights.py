"""Who receives people at an office, and who books for somebody without a phone."""

from collections.abc import Sequence

from app.accounts.models import Agency
from app.accounts.permissions import HEAD_VILLAGE, INTAKE, ISSUE_HELPER_CODE, RECEIVE
from app.accounts.viewer import Viewer
from app.appointments.models import AppointmentOffice

HELPERS = (RECEIVE, INTAKE, ISSUE_HELPER_CODE, HEAD_VILLAGE)


def receives_anywhere(viewer: Viewer) -> bool:
    return viewer.has(RECEIVE)


def receives(viewer: Viewer, office: AppointmentOffice) -> bool:
    """Tell whether the viewer keeps the times of an office and calls people in there."""
    return viewer.can(RECEIVE, office.agency)


def receives_for(viewer: Viewer, agency: Agency) -> bool:
    return viewer.can(RECEIVE, agency)


def receiving(viewer: Viewer) -> Sequence[Agency]:
    return viewer.open_agencies(RECEIVE)


def load_agency(viewer: Viewer, agency: str) -> Agency | None:
    """Give the agency with that code, where the viewer receives people for it."""
    return viewer.agency_with(RECEIVE, agency)


def helps(viewer: Viewer) -> bool:
    """Tell whether the viewer may book for somebody who has no phone."""
    return any(viewer.has(each) for each in HELPERS)
