"""Who may see a photo, hear a voice and read a document of a report."""

from app.accounts.viewer import Viewer
from app.service_requests.enclosures.queries import Shot
from app.service_requests.history import (
    HIDDEN_WORDS,
    RequestAttachment,
    RequestPhoto,
    RequestRecording,
)
from app.service_requests.life import PUBLIC_STEP
from app.service_requests.listed import Told
from app.service_requests.mapping import blanks
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import is_owner, may_handle, of_its_agency


def may_see(viewer: Viewer, service_request: ServiceRequest, link: RequestAttachment) -> bool:
    """May see, hear or read it: everybody a public one, the sender and whoever works on it all.

    What hangs on a draft is its agency's alone, as the draft itself.
    """
    if link.role == RequestPhoto.DRAFT:
        by = link.change.agency_id if link.change else None
        return of_its_agency(viewer, service_request, by)
    return (
        is_public(service_request, link)
        or is_owner(viewer, service_request)
        or may_handle(viewer, service_request)
    )


def is_public(service_request: ServiceRequest, link: RequestAttachment) -> bool:
    """Is everybody's, so that anybody's cache may keep it; never without the report's words.

    A photo where it was accepted as public; a voice and a document as an agency's public reply,
    the document only where its office says so, since it may name the sender.
    """
    if isinstance(link, RequestPhoto):
        return photo_is_public(service_request, link)
    if not service_request.words_are_public:
        return False
    said = isinstance(link, RequestRecording) or link.is_public
    return said and _is_public_reply(service_request, link)


def photo_is_public(service_request: Told, photo: RequestPhoto | Shot) -> bool:
    """Is everybody's: it was accepted as public, as were the report's words, and shows no area
    that is marked to be left out.
    """
    return (
        photo.is_public
        and service_request.words_are_public
        and not blanks.is_hidden(service_request)
    )


def _is_public_reply(service_request: ServiceRequest, link: RequestAttachment) -> bool:
    return (
        link.role == RequestPhoto.REPLY
        and link.change is not None
        and link.change.visibility == PUBLIC_STEP
        and service_request.accepted_at is not None
        and not (link.change.details or {}).get(HIDDEN_WORDS)
    )
