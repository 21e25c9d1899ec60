"""What statuses, results and steps are called. One place, for citizens and officials alike."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.service_requests.models import ServiceRequest
from app.service_requests.models import lifecycle as life

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
STEP: dict[str, Any] = {
    "receive": _l("Sent"),
    "accept": _l("Accepted"),
    "start": _l("In progress"),
    "route": _l("Handed on"),
    "reply": _l("Replied"),
    "refuse": RESOLUTION[life.NOT_ACCEPTED],
    "withdraw": RESOLUTION[life.WITHDRAWN],
    "reopen": _l("Reopened"),
    "add": _l("Added by the sender"),
    "ask": _l("The agency asked"),
    "respond": _l("Answered by the sender"),
    "resume": _l("The work goes on"),
    "lapse": _l("Closed: no answer came"),
    "extend": _l("Deadline extended"),
    "move_deadline": _l("Deadline moved"),
    "give_back": _l("Given back to the operator"),
    "correct": _l("Details corrected"),
    "fall_due": _l("The promised day has come"),
    "confirm": _l("The sender says: it is done"),
    "deny": _l("The sender says: not yet"),
    "seal": _l("Passed to the citizens' reception office"),
    "join": _l("Joined with a report of the same matter"),
    "split": _l("Handled on its own again"),
    "hear_main": _l("Replied"),
    "disclose_phone": _l("An official looked at the phone number"),
}
"""Steps that are shown to a citizen; "close" is called by its result."""


CHANNEL: dict[str, Any] = {
    "phone": _l("By phone"),
    "counter": _l("At the counter"),
    "paper": _l("On paper"),
}
"""How a report came that an official wrote down; the citizen's own say nothing of it."""


def channel(service_request: ServiceRequest) -> Any:
    """Give how it came, where an official wrote it down; None for the citizen's own."""
    return CHANNEL.get(service_request.source)


def standing(service_request: ServiceRequest) -> str:
    """Give what stands on the chip: the result once closed, else the status, as a code."""
    return service_request.resolution or service_request.status


def standing_label(service_request: ServiceRequest) -> Any:
    """Give the words for ``standing``."""
    code = standing(service_request)
    return RESOLUTION.get(code) or STATUS[code]


def step_label(verb: str, resolution: str | None) -> Any:
    """Give what a step of the time line is called."""
    if verb in ("close", "follow_main") and resolution:
        return RESOLUTION[resolution]
    return STEP.get(verb, verb)
