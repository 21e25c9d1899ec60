"""Who may join two reports."""

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle


def may_join(viewer: Viewer, service_request: ServiceRequest, main: ServiceRequest) -> bool:
    """Joins two reports: whoever works on both, of one agency; the operator those of any."""
    if not (may_handle(viewer, service_request) and may_handle(viewer, main)):
        return False
    same = service_request.agency_id == main.agency_id
    return viewer.has(permissions.OPERATE) or (same and main.agency_id is not None)
