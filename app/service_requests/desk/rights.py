"""Who may see the sender's name and phone."""

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle


def may_see_phone(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """May ask for the sender's phone number, with a reason that is logged."""
    if not may_handle(viewer, service_request):
        return False
    if viewer.has_self(permissions.OPERATE):
        return True
    agency = service_request.agency
    return agency is not None and viewer.can(permissions.SEE_PHONE, agency)


def may_find_by_phone(viewer: Viewer) -> bool:
    """May look for the reports of a number: whoever may see numbers somewhere."""
    return viewer.has_self(permissions.OPERATE) or viewer.has(permissions.SEE_PHONE)


def may_see_sender(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """May read the sender's name: the operator or the reception office, never the handlers."""
    return viewer.has_self(permissions.OPERATE) or (
        bool(service_request.sealed_kind) and viewer.has(permissions.RECEPTION)
    )
