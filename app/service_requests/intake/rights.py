"""Who takes reports in for others."""

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.service_requests.record import ServiceRequest


def may_take_for_others(viewer: Viewer) -> bool:
    """Takes reports in by phone, at the counter or on paper."""
    return viewer.has(permissions.INTAKE)


def may_take_for_others_of(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Prints the slip of a report that the own agency took in; the query has seen to that."""
    return may_take_for_others(viewer)
