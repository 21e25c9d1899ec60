"""All verbs of a report, and what follows its birth and each step, in this order and at once.

Only what stands here acts or adds rows of this room; the event at the end is for other rooms,
whose receivers add rows of theirs. A verb is declared beside what it does; importing its file
puts it into `REPORT.verbs`.
"""

from datetime import datetime

from app.accounts.actors import Actor
from app.core import events
from app.service_requests import notices
from app.service_requests.answering import signing
from app.service_requests.desk import acts, desk_index
from app.service_requests.figures import counting
from app.service_requests.filing import marks
from app.service_requests.following import (
    adding,
    follower_notices,
    public_index,
    rating,
    reopening,
    withdrawing,
)
from app.service_requests.history import StatusChange
from app.service_requests.joining import joining, members
from app.service_requests.life import REPORT
from app.service_requests.proving import receipts
from app.service_requests.record import ServiceRequest

VERBS = (acts, adding, members, rating, reopening, withdrawing)
"""Importing them declares their verbs; the desk's acts bring the officials' along."""


def announce_received(service_request: ServiceRequest, actor: Actor, now: datetime) -> None:
    """Send the event that others wait for."""
    events.request_received.send(service_request, actor=actor, now=now)


def announce(
    service_request: ServiceRequest, change: StatusChange, actor: Actor, now: datetime
) -> None:
    """Send the event that others wait for."""
    events.request_changed.send(service_request, change=change, actor=actor, now=now)


REPORT.born = (
    marks.mark,
    public_index.index_words,
    desk_index.index_for_desk,
    notices.tell_received,
    counting.mark_new,
    receipts.prove,
    announce_received,
)
REPORT.after = (
    joining.take_along,
    signing.overtaken,
    marks.mark_step,
    notices.note_sender_was_there,
    notices.tell_of,
    follower_notices.tell_followers,
    public_index.follow,
    desk_index.follow,
    counting.mark_step,
    announce,
)
