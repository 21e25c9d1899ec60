"""For which agency an official acts: the one that answers for the report."""

from app.accounts import permissions
from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.service_requests.models import ServiceRequest

IN_THE_AGENCY = (permissions.HANDLE, permissions.LEAD, permissions.OVERSEE_OFFICIALS)
FROM_OUTSIDE = (permissions.RECEPTION, permissions.OPERATE)


def official(viewer: Viewer, service_request: ServiceRequest) -> Actor:
    """Give the actor: for the report's agency, else for the one that gives the right.

    Whoever works in the responsible agency acts for it; an operator or the reception office
    acts for the agency through which they hold that right.
    """
    return viewer.actor(_agency(viewer, service_request))


def _agency(viewer: Viewer, service_request: ServiceRequest) -> Agency | None:
    agency = service_request.agency
    if not service_request.sealed_kind and any(viewer.can(each, agency) for each in IN_THE_AGENCY):
        return agency
    held = [right for each in FROM_OUTSIDE for right in viewer.agencies(each)]
    return held[0] if held else None
