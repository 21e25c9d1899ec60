"""Who may see and decide on answers that are not out, and keep answers ready."""

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.service_requests import life
from app.service_requests.answering.template_models import AnswerTemplate
from app.service_requests.catalogue.rights import may_administer
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle, of_its_agency
from app.service_requests.rows import AnswerDraft


def may_see_draft(viewer: Viewer, service_request: ServiceRequest, draft: AnswerDraft) -> bool:
    """Reads an answer that is not out: whoever works on the report while its agency has it."""
    return of_its_agency(viewer, service_request, draft.agency_id)


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
            life.REPORT.has(step.verb, life.DRAFTED)
            and step.actor_id == user_id
            and (step.details or {}).get("verb") == draft.verb
            for step in service_request.changes
        )
    )


def may_amend(viewer: Viewer, service_request: ServiceRequest) -> bool:
    """Corrects what the agency said: whoever works on it; with sign-off, whoever approves."""
    if needs_approval(service_request):
        return may_approve(viewer, service_request)
    return may_handle(viewer, service_request)


def wrote_answer(viewer: Viewer, service_request: ServiceRequest, answer: StatusChange) -> bool:
    """Tell whether the viewer alone stood behind ``answer`` where two people have to."""
    author = (answer.details or {}).get("author") or answer.actor_id
    return needs_approval(service_request) and author == viewer.user_id


def may_write_templates(viewer: Viewer) -> bool:
    """May keep answers ready: an agency's lead, or whoever administers it."""
    return viewer.has(permissions.LEAD) or viewer.has(permissions.ADMINISTER)


def may_change_template(viewer: Viewer, template: AnswerTemplate) -> bool:
    """May change that one; those for all agencies belong to who administers the whole tree."""
    if template.agency_id is None:
        return may_administer(viewer)
    held = (permissions.LEAD, permissions.ADMINISTER)
    return any(viewer.can(each, template.agency) for each in held)
