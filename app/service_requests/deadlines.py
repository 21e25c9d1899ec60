"""What is due next of a report, for chips and meters."""

from datetime import datetime

from app.core.promises import Deadline
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Promise

__all__ = ["Deadline", "deadline"]


def deadline(service_request: ServiceRequest, promise: Promise, now: datetime) -> Deadline:
    """Give what is due next of an open report under its running promise.

    Acceptance comes first, then the answer.
    """
    return Deadline.between(promise.started_at, service_request.next_deadline(), now)
