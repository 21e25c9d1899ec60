"""Whom the chain told of a report: a page of its own, since few ask."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core.access import access
from app.service_requests.blueprint import service_requests
from app.service_requests.clock import chain
from app.service_requests.clock.escalation_log import escalations
from app.service_requests.clock.telling import KINDS
from app.service_requests.loading import handled
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle


@service_requests.get("/can-bo/phan-anh/<code>/da-bao")
@access(may_handle, load=handled)
def escalation_log(service_request: ServiceRequest) -> ResponseReturnValue:
    """Show every step of the chain that was taken, when, and the people it went to."""
    return render_template(
        "service_requests/clock/escalation_log.html",
        service_request=service_request,
        escalations=escalations(service_request),
        called=_called,
    )


def _called(step: str) -> Any:
    """Give what a step is called; a named day's steps are called alike."""
    kind = KINDS.get(chain.plain(step))
    return kind.title if kind else step
