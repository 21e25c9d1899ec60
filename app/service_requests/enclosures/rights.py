"""Who may see a photo, hear a voice and read a document of a report."""

from app.accounts.viewer import Viewer
from app.service_requests.history import RequestPaper, RequestPhoto, RequestRecording
from app.service_requests.life import PUBLIC_STEP
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import is_owner, may_handle, of_its_agency


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


def may_read_paper(viewer: Viewer, service_request: ServiceRequest, paper: RequestPaper) -> bool:
    """May read a document: the sender and whoever works on it, everybody a public one."""
    if paper.role == RequestPhoto.DRAFT:
        return may_see_part(viewer, service_request, paper)
    return (
        is_public_paper(service_request, paper)
        or is_owner(viewer, service_request)
        or may_handle(viewer, service_request)
    )


def is_public_paper(service_request: ServiceRequest, paper: RequestPaper) -> bool:
    """Is read by everybody: where its office says so and everybody reads the answer's words."""
    return (
        paper.is_public
        and paper.role == RequestPhoto.REPLY
        and paper.change.visibility == PUBLIC_STEP
        and service_request.words_are_public
        and service_request.accepted_at is not None
    )
