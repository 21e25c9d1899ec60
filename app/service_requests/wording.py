"""What statuses, results and steps are called. One place, for citizens and officials alike."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.service_requests import life
from app.service_requests.asked import (
    COMING,
    DISSATISFIED,
    FAIR,
    GENERAL,
    GONE,
    NOT_DONE,
    OTHER,
    SATISFIED,
    STILL,
    WRONG_PLACE,
)
from app.service_requests.history import StatusChange
from app.service_requests.listed import Told
from app.service_requests.record import ServiceRequest

STATUS: dict[str, Any] = {
    life.RECEIVED: _l("Waiting to be accepted"),
    life.ACCEPTED: _l("Accepted"),
    life.IN_PROGRESS: _l("In progress"),
    life.AWAITING_CITIZEN: _l("Waiting for the citizen"),
    life.CLOSED: _l("Answered"),
}
RESOLUTION: dict[str, Any] = {
    life.FIXED: _l("Fixed"),
    life.EXPLAINED: _l("Explained"),
    life.SCHEDULED: _l("Scheduled"),
    life.NOT_ACCEPTED: _l("Not accepted"),
    life.DUPLICATE: _l("Reported before"),
    life.WITHDRAWN: _l("Withdrawn"),
}
CHANNEL: dict[str, Any] = {
    "phone": _l("By phone"),
    "counter": _l("At the counter"),
    "paper": _l("On paper"),
}
"""How a report came that an official wrote down; the citizen's own say nothing of it."""


def channel(service_request: ServiceRequest) -> Any:
    """Give how it came, where an official wrote it down; None for the citizen's own."""
    return CHANNEL.get(service_request.source)


def standing(service_request: Told) -> str:
    """Give what stands on the chip: the result once closed, else the status, as a code."""
    return service_request.resolution or service_request.status


TO_SENDER = {life.AWAITING_CITIZEN: _l("Waiting for your answer")}
"""How a status is called on the sender's own pages, where it speaks of them."""


def standing_label(service_request: Told, *, own: bool = False) -> Any:
    """The words for ``standing``; ``own``: to the sender."""
    code = standing(service_request)
    if own and code in TO_SENDER:
        return TO_SENDER[code]
    return RESOLUTION.get(code) or STATUS[code]


TAPPED: dict[str, Any] = {
    STILL: _l("It is still there"),
    GONE: _l("It is gone"),
    COMING: _l("I will come"),
}
"""What the sender said with one tap, where the agency asked whether it is still so, or to come."""


FACES: dict[str, Any] = {
    SATISFIED: _l("Satisfied"),
    FAIR: _l("Acceptable"),
    DISSATISFIED: _l("Not satisfied"),
}
WHY: dict[str, Any] = {
    NOT_DONE: _l("Not done yet"),
    GENERAL: _l("The answer says nothing clear"),
    WRONG_PLACE: _l("Wrong place"),
    OTHER: _l("Another reason"),
}
"""Why a report was opened again, as it was tapped."""


def tapped(change: StatusChange) -> Any:
    """Give what was tapped at a step; None where nothing was."""
    details = change.details or {}
    for key, said in (("tap", TAPPED), ("why", WHY), ("face", FACES)):
        if key in details:
            return said.get(details[key])
    return None


OWN_STEPS = {
    "respond": _l("You answered"),
    "settle": _l("You said: it is done"),
    "rate": _l("You rated the answer"),
    "reopen": _l("You opened it again"),
}
"""How a step of the sender's is called on their own page, where it speaks of them."""


def step_label(
    verb: str, resolution: str | None, *, inside: bool = False, own: bool = False
) -> Any:
    """What a step of the time line is called; a close by its result.

    ``inside``: for officials; ``own``: for the sender.
    """
    if own and verb in OWN_STEPS:
        return OWN_STEPS[verb]
    named = life.REPORT.verbs.get(verb)
    if named is None:
        return _l("Sent")
    if not named.label and resolution:
        return RESOLUTION[resolution]
    return (inside and named.label_inside) or named.label
