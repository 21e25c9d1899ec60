"""Who may see a report and work on it. No SQL here: everything needed is loaded.

A sealed report (khiếu nại, tố cáo) is open to the operator and the citizens' reception office
alone, by a right of their own: a deputy's lent one opens nothing sealed and no phone number.
One about officials is open to those who oversee the agency it is about, one level up.
What may be done beside that stands with each feature.
"""

from app.accounts import permissions
from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.service_requests.record import ServiceRequest

SUBJECT = "service_request"


def is_owner(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Sent it while signed in, or holds the guest's link to it."""
    mine = viewer.user is not None and service_request.citizen_id == viewer.user.id
    return mine or service_request.id in viewer.subjects(SUBJECT)


def may_handle(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Works on it: in the responsible agency's branch, or as the operator."""
    if service_request.sealed_kind:
        return viewer.has_self(permissions.OPERATE) or viewer.has(permissions.RECEPTION)
    if viewer.has(permissions.OPERATE):
        return True
    if service_request.agency is None:
        return False
    if service_request.about_officials:
        return viewer.can(permissions.OVERSEE_OFFICIALS, service_request.agency)
    return viewer.can(permissions.HANDLE, service_request.agency) or viewer.can(
        permissions.LEAD, service_request.agency
    )


def may_see(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """May know that it exists: everybody, unless it is private, about officials or sealed."""
    return (
        service_request.is_listed
        or is_owner(viewer, service_request)
        or may_handle(viewer, service_request)
    )


def may_see_words(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """May read words, photos and the exact place."""
    return (
        service_request.words_are_public
        or is_owner(viewer, service_request)
        or may_handle(viewer, service_request)
    )


def may_see_office(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """May learn which office has it and what it promised.

    Of a sealed complaint only those who handle it: the office may be the one complained about.
    """
    return not service_request.sealed_kind or may_handle(viewer, service_request)


def may_take_in(viewer: Viewer) -> bool:
    """May open the officials' desk of reports."""
    return any(
        viewer.has(permission)
        for permission in (
            permissions.HANDLE,
            permissions.LEAD,
            permissions.OPERATE,
            permissions.RECEPTION,
            permissions.OVERSEE_OFFICIALS,
        )
    )


def of_its_agency(viewer: Viewer, service_request: ServiceRequest, agency_id: int | None) -> bool:
    """Tell whether the report is still with the agency that wrote, and the viewer works on it."""
    there = agency_id is not None and agency_id == service_request.agency_id
    return there and not service_request.sealed_kind and may_handle(viewer, service_request)


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
