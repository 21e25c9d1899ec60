"""Who may see and decide on answers that are not out, and read the documents of those that are."""

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.service_requests import policies
from app.service_requests.models import AnswerDraft, RequestPaper, RequestPhoto, ServiceRequest
from app.service_requests.models.lifecycle import PUBLIC_STEP, SUBMIT


def may_read_paper(viewer: Viewer, service_request: ServiceRequest, paper: RequestPaper) -> bool:
    """May read a document: the sender and whoever works on it, everybody a public one."""
    if paper.role == RequestPhoto.DRAFT:
        return policies.may_see_part(viewer, service_request, paper)
    return (
        is_public_paper(service_request, paper)
        or policies.is_owner(viewer, service_request)
        or policies.may_handle(viewer, service_request)
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


def may_see_draft(viewer: Viewer, service_request: ServiceRequest, draft: AnswerDraft) -> bool:
    """Reads an answer that is not out: whoever works on the report while its agency has it."""
    return policies.of_its_agency(viewer, service_request, draft.agency_id)


def may_approve(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Decides on its agency's drafts: whoever leads that agency, or one above it."""
    hidden = service_request.sealed_kind or service_request.about_officials
    return not hidden and viewer.can(permissions.LEAD, service_request.agency)


def needs_approval(service_request: ServiceRequest) -> bool:
    """Tell whether an answer waits for somebody else's yes, whoever writes it.

    What is sealed or about officials is not in the agency's hands.
    """
    agency = service_request.agency
    hidden = service_request.sealed_kind or service_request.about_officials
    return agency is not None and not hidden and agency.sign_off


def wrote(user_id: int | None, service_request: ServiceRequest, draft: AnswerDraft) -> bool:
    """Tell whether the person wrote ``draft``, or laid an earlier wording of it before a lead."""
    return user_id is not None and (
        draft.author_id == user_id
        or any(
            step.verb == SUBMIT
            and step.actor_id == user_id
            and (step.details or {}).get("verb") == draft.verb
            for step in service_request.changes
        )
    )
