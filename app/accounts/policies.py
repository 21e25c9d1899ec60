"""Who may administer, help and change numbers."""

from app.accounts.models import Agency
from app.accounts.permissions import ADMINISTER, CHANGE_PHONE, ISSUE_HELPER_CODE
from app.accounts.viewer import Viewer


def can_administer(viewer: Viewer) -> bool:
    """Tell whether the viewer administers any agency."""
    return viewer.has(ADMINISTER)


def can_administer_agency(viewer: Viewer, agency: Agency) -> bool:
    """Tell whether the viewer administers ``agency``."""
    return viewer.can(ADMINISTER, agency)


def can_issue_helper_code(viewer: Viewer) -> bool:
    """Tell whether the viewer may vouch for a person beside them."""
    return viewer.has(ISSUE_HELPER_CODE)


def can_change_phone(viewer: Viewer) -> bool:
    """Tell whether the viewer may change a citizen's number at a counter."""
    return viewer.has(CHANGE_PHONE)
