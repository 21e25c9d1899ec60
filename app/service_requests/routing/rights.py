"""Who may give a report to whom."""

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle
from app.service_requests.rows import Support


def may_assign(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Gives it to a colleague: the agency's lead or the operator."""
    return _leads(viewer, service_request)


def may_take(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Takes it on for themselves: whoever could be given it, in the responsible agency.

    That nobody has it yet is the act's own rule: it is found out when the act is done.
    """
    agency = service_request.agency
    if agency is None or service_request.sealed_kind:
        return False
    about = service_request.about_officials
    return viewer.can(permissions.OVERSEE_OFFICIALS if about else permissions.HANDLE, agency)


def may_route(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Hands it to another agency: the operator."""
    return viewer.has(permissions.OPERATE) and may_handle(viewer, service_request)


def may_open_again(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Takes up again what was closed: the agency's lead or the operator."""
    return _leads(viewer, service_request)


def may_hand_on(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Hands a complaint or denunciation on to whoever is to decide it: the reception office."""
    return bool(service_request.sealed_kind) and may_handle(viewer, service_request)


def may_give_back(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Gives it back to the operator: whoever works on it in the responsible agency."""
    agency = service_request.agency
    if agency is None or service_request.sealed_kind:
        return False
    held = (permissions.HANDLE, permissions.LEAD, permissions.OVERSEE_OFFICIALS)
    return may_handle(viewer, service_request) and any(viewer.can(each, agency) for each in held)


def may_ask_support(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Asks other agencies for their part: whoever works on it, where an agency leads."""
    hidden = service_request.sealed_kind or service_request.about_officials
    return not hidden and service_request.agency is not None and may_handle(viewer, service_request)


def may_support(viewer: Viewer, part: Support) -> bool:
    """Answers a supporting agency's part: whoever handles reports there, or leads it.

    Once the report is sealed or about officials, nobody there sees it any more.
    """
    report = part.service_request
    if report.sealed_kind or report.about_officials:
        return False
    return viewer.can(permissions.HANDLE, part.agency) or viewer.can(permissions.LEAD, part.agency)


def may_seal(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Recognises a khiếu nại or tố cáo: whoever works on it."""
    return may_handle(viewer, service_request)


def _leads(viewer: Viewer, service_request: ServiceRequest) -> bool:
    if viewer.has(permissions.OPERATE):
        return may_handle(viewer, service_request)
    agency = service_request.agency
    return (
        agency is not None
        and may_handle(viewer, service_request)
        and viewer.can(permissions.LEAD, agency)
    )
