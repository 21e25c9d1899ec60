"""A report that is reopened again and again climbs: to the agency's lead, then to the operator."""

from datetime import datetime

from app.accounts.actors import SYSTEM
from app.service_requests import chain
from app.service_requests.actions.people_in_charge import InCharge
from app.service_requests.models import ServiceRequest, routing_verbs

TO_LEAD, TO_OPERATOR = 2, 3


def climb(service_request: ServiceRequest, now: datetime) -> None:
    """Hand a report on that was just reopened: to the lead the second time, then the operator."""
    times = service_request.reopenings
    if service_request.sealed_kind or times < TO_LEAD:
        return
    if times >= TO_OPERATOR:
        routing_verbs.route(service_request, SYSTEM, now, None)
        return
    leads = InCharge(now).of(service_request, chain.OVERDUE)
    if leads and service_request.agency is not None:
        routing_verbs.assign(service_request, SYSTEM, now, leads[0])
