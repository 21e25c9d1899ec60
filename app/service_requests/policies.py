"""Who may see and do what with a report. No SQL here: everything needed is loaded.

A sealed report (khiếu nại, tố cáo) is open to the operator and the citizens' reception office
alone, by a right of their own: a deputy's lent one opens nothing sealed and no phone number.
One about officials is open to those who oversee the agency it is about, one level up.
"""

from app.accounts import permissions
from app.accounts.policies import administers_all
from app.accounts.viewer import Viewer
from app.service_requests.models import (
    AnswerTemplate,
    RequestPaper,
    RequestPhoto,
    RequestRecording,
    ServiceRequest,
    Support,
)
from app.service_requests.models.lifecycle import PUBLIC_STEP

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


def may_see_photo(viewer: Viewer, service_request: ServiceRequest, photo: RequestPhoto) -> bool:
    """May see a photo: everybody a public one, the sender and whoever works on it all.

    What hangs on a draft is its agency's alone.
    """
    if photo.role == RequestPhoto.DRAFT:
        return may_see_part(viewer, service_request, photo)
    return (
        is_public_photo(service_request, photo)
        or is_owner(viewer, service_request)
        or may_handle(viewer, service_request)
    )


def may_hear(viewer: Viewer, service_request: ServiceRequest, recording: RequestRecording) -> bool:
    """May hear a recording: the sender and whoever works on it all, everybody a public reply."""
    if recording.role == RequestPhoto.DRAFT:
        return may_see_part(viewer, service_request, recording)
    return (
        is_public_recording(service_request, recording)
        or is_owner(viewer, service_request)
        or may_handle(viewer, service_request)
    )


def is_public_recording(service_request: ServiceRequest, recording: RequestRecording) -> bool:
    """Is heard by everybody: an agency's reply, where everybody reads its words."""
    return (
        recording.role == RequestPhoto.REPLY
        and recording.change.visibility == PUBLIC_STEP
        and service_request.words_are_public
        and service_request.accepted_at is not None
    )


def is_public_photo(service_request: ServiceRequest, photo: RequestPhoto) -> bool:
    """Is shown to everybody, so that anybody's cache may keep it."""
    return service_request.words_are_public and photo.is_public


def may_see_part(
    viewer: Viewer,
    service_request: ServiceRequest,
    part: RequestPhoto | RequestRecording | RequestPaper,
) -> bool:
    """Sees what hangs on a draft: as the draft itself."""
    by = part.change.agency_id if part.change else None
    return of_its_agency(viewer, service_request, by)


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


def may_join(viewer: Viewer, service_request: ServiceRequest, main: ServiceRequest) -> bool:
    """Joins two reports: whoever works on both, of one agency; the operator those of any."""
    if not (may_handle(viewer, service_request) and may_handle(viewer, main)):
        return False
    same = service_request.agency_id == main.agency_id
    return viewer.has(permissions.OPERATE) or (same and main.agency_id is not None)


def may_route(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Hands it to another agency: the operator."""
    return viewer.has(permissions.OPERATE) and may_handle(viewer, service_request)


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


def may_set_calendar(viewer: Viewer) -> bool:
    """Declares working days and days off: the operator, or who administers the whole province."""
    return viewer.has(permissions.OPERATE) or may_administer(viewer)


def may_see_promises(viewer: Viewer) -> bool:
    """Reads the register of named days: of their agencies, or of all."""
    return any(
        viewer.has(each) for each in (permissions.HANDLE, permissions.LEAD, permissions.OPERATE)
    )


def may_seal(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Recognises a khiếu nại or tố cáo: whoever works on it."""
    return may_handle(viewer, service_request)


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


def may_lead(viewer: Viewer) -> bool:
    """May see an agency's figures and desks: its lead, or the operator those of all."""
    return viewer.has(permissions.LEAD) or viewer.has(permissions.OPERATE)


def may_take_for_others(viewer: Viewer) -> bool:
    """Takes reports in by phone, at the counter or on paper."""
    return viewer.has(permissions.INTAKE)


def may_take_for_others_of(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Prints the slip of a report that the own agency took in; the query has seen to that."""
    return may_take_for_others(viewer)


def may_administer(viewer: Viewer) -> bool:
    """May change services, classes, routing and reasons: whoever administers a whole tree.

    They hold for the whole province, so a branch's administrator does not change them.
    """
    return administers_all(viewer)


def may_change(viewer: Viewer, thing: object) -> bool:
    """May change one of them."""
    return may_administer(viewer)


def may_write_templates(viewer: Viewer) -> bool:
    """May keep answers ready: an agency's lead, or whoever administers it."""
    return viewer.has(permissions.LEAD) or viewer.has(permissions.ADMINISTER)


def may_change_template(viewer: Viewer, template: AnswerTemplate) -> bool:
    """May change that one; those for all agencies belong to who administers the whole tree."""
    if template.agency_id is None:
        return may_administer(viewer)
    held = (permissions.LEAD, permissions.ADMINISTER)
    return any(viewer.can(each, template.agency) for each in held)


def of_its_agency(viewer: Viewer, service_request: ServiceRequest, agency_id: int | None) -> bool:
    """Tell whether the report is still with the agency that wrote, and the viewer works on it."""
    there = agency_id is not None and agency_id == service_request.agency_id
    return there and not service_request.sealed_kind and may_handle(viewer, service_request)


def _leads(viewer: Viewer, service_request: ServiceRequest) -> bool:
    if viewer.has(permissions.OPERATE):
        return may_handle(viewer, service_request)
    agency = service_request.agency
    return (
        agency is not None
        and may_handle(viewer, service_request)
        and viewer.can(permissions.LEAD, agency)
    )
