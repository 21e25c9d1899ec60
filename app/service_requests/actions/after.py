"""What follows each step of a report, in this order and in the step's transaction.

Only these act or add rows of this room; the event at the end is for other rooms, whose receivers
add rows of theirs.
"""

from datetime import datetime

from app.accounts.actors import Actor
from app.core import events
from app.service_requests.actions import (
    desk_indexing,
    drafting,
    follower_notices,
    indexing,
    joining,
    notices,
)
from app.service_requests.models import ServiceRequest, StatusChange
from app.service_requests.models.lifecycle import REPORT


def announce(
    service_request: ServiceRequest, change: StatusChange, actor: Actor, now: datetime
) -> None:
    """Send the event that others wait for."""
    events.request_changed.send(service_request, change=change, actor=actor, now=now)


REPORT.after = (
    joining.take_along,
    drafting.overtaken,
    notices.tell_of,
    follower_notices.tell_followers,
    indexing.follow,
    desk_indexing.follow,
    announce,
)
