"""Who gives directions, who answers them, who reads the register."""

from app.accounts import permissions
from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.service_requests.directing.models import Direction


def may_direct(viewer: Viewer) -> bool:
    """May give directions: a lead to the agencies led, the operator to all."""
    return viewer.has(permissions.LEAD) or viewer.has(permissions.OPERATE)


def may_direct_agency(viewer: Viewer, agency: Agency) -> bool:
    return viewer.has(permissions.OPERATE) or viewer.can(permissions.LEAD, agency)


def may_read_register(viewer: Viewer) -> bool:
    """May open the register: whoever gives directions, and whose agency answers them."""
    return may_direct(viewer) or viewer.has(permissions.HANDLE)


def may_see_direction(viewer: Viewer, direction: Direction) -> bool:
    agency = direction.agency
    works = viewer.can(permissions.HANDLE, agency) or may_direct_agency(viewer, agency)
    return works and direction.is_shown


def may_answer(viewer: Viewer, direction: Direction) -> bool:
    """May answer for the agency: who handles its reports or leads it, but not who gave it."""
    agency = direction.agency
    works = viewer.can(permissions.HANDLE, agency) or viewer.can(permissions.LEAD, agency)
    return works and direction.is_shown and direction.given_by_id != viewer.user_id


def may_take_back(viewer: Viewer, direction: Direction) -> bool:
    """May take it back: who gave it."""
    return may_see_direction(viewer, direction) and direction.given_by_id == viewer.user_id
