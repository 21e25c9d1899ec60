"""Who picks what is shown as before and after."""

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.service_requests.catalogue.rights import may_administer
from app.service_requests.mapping.blanks import MapBlank
from app.service_requests.record import ServiceRequest


def may_pick(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """May show a repair to everybody: the operator, or a lead of the agency that made it."""
    agency = service_request.agency
    return (
        service_request.is_listed
        and agency is not None
        and (viewer.has(permissions.OPERATE) or viewer.can(permissions.LEAD, agency))
    )


def may_blank(viewer: Viewer) -> bool:
    """May mark what the public map leaves out: the operator, or who administers the province."""
    return viewer.has(permissions.OPERATE) or may_administer(viewer)


def may_unblank(viewer: Viewer, blank: MapBlank) -> bool:
    return may_blank(viewer)
