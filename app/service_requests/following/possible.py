"""What the sender may do with a report now, for the page that offers it."""

from datetime import datetime

from app.service_requests import life
from app.service_requests.clock import named_days
from app.service_requests.record import ServiceRequest

ADD, WITHDRAW, READ, RATE, THANK, REOPEN = "add", "withdraw", "read", "rate", "thank", "reopen"
ANSWER, SAY_DONE = "answer", "say_done"


def possible(service_request: ServiceRequest, now: datetime) -> frozenset[str]:
    """Give the acts that the page offers to the sender."""
    found = set()
    if service_request.resolution != life.WITHDRAWN:
        found.add(ADD)
    if service_request.may("withdraw"):
        found.add(WITHDRAW)
    if service_request.status == life.AWAITING_CITIZEN:
        found.add(ANSWER)
    if named_days.asked_whether_done(service_request) is not None:
        found.add(SAY_DONE)
    if is_answered(service_request):
        found |= {RATE, THANK}
        if service_request.promise.read_at is None:
            found.add(READ)
    if service_request.may_reopen(now):
        found.add(REOPEN)
    return frozenset(found)


def is_answered(service_request: ServiceRequest) -> bool:
    """Tell whether an agency has ended it: there is something to read, rate and thank for."""
    return service_request.status == life.CLOSED and service_request.resolution != life.WITHDRAWN
