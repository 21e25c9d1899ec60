"""What the sender may do with a report now, for the page that offers it."""

from datetime import datetime

from app.service_requests import life
from app.service_requests.clock import named_days
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Promise

ADD, WITHDRAW, READ, RATE, THANK, REOPEN = "add", "withdraw", "read", "rate", "thank", "reopen"
ANSWER, SAY_DONE, SETTLE = "answer", "say_done", "settle"


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
        found |= _of_an_answer(service_request.promise)
    if service_request.may_reopen(now):
        found.add(REOPEN)
    return frozenset(found)


def _of_an_answer(promise: Promise) -> set[str]:
    once = {READ: promise.read_at, SETTLE: promise.settled_at}
    return {RATE, THANK, *(act for act, done in once.items() if done is None)}


def is_answered(service_request: ServiceRequest) -> bool:
    """Tell whether an agency has ended it: there is something to read, rate and thank for."""
    return service_request.status == life.CLOSED and service_request.resolution != life.WITHDRAWN
