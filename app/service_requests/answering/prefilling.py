"""What stands in the form of an answer when it is opened: a template's words, or a draft's."""

from typing import Any

from app.core.access import current_viewer
from app.service_requests.act_form import ActForm
from app.service_requests.answering import placeholders, signing
from app.service_requests.answering.template_queries import fits, template_by_code
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import AnswerDraft

ANSWERS = ("reply", "close")
"""The acts whose words may come from an answer kept ready."""
TO_APPROVE = (*ANSWERS, "refuse")
"""The acts that a lead approves first, where the agency wants that."""


def ready_form(service_request: ServiceRequest, verb: str, template: str = "") -> ActForm:
    """Give the form of an act: the draft that was sent back, and a template's words over it."""
    values: dict[str, Any] = {}
    if verb in TO_APPROVE:
        draft = signing.unsent(service_request, verb)
        values = _of_draft(draft) if draft else {}
    if verb in ANSWERS and template:
        values |= _of_template(service_request, template)
    return ActForm.blank(service_request.version, **values)


def _of_draft(draft: AnswerDraft) -> dict[str, Any]:
    return {
        "text": draft.text,
        "resolution": draft.resolution,
        "scheduled_on": draft.scheduled_on.isoformat() if draft.scheduled_on else "",
        "reason": draft.reason.code if draft.reason else "",
    }


def _of_template(service_request: ServiceRequest, code: str) -> dict[str, Any]:
    template = template_by_code(current_viewer(), code)
    if template is None or not fits(template, service_request):
        return {}
    return {
        "text": placeholders.fill(template.body, service_request),
        "resolution": template.resolution,
    }
