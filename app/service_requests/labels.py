"""What statuses, results and steps are called, by citizens and officials alike."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.service_requests.models import Rating, ServiceRequest
from app.service_requests.models import lifecycle as life
from app.service_requests.models.parts import DISSATISFIED, FAIR, SATISFIED
from app.service_requests.models.record import (
    COMPLAINT,
    DENUNCIATION,
    EDITED,
    HIDDEN,
    OPEN_TO_ALL,
    PENDING,
)

STATUSES: dict[str, Any] = {
    life.RECEIVED: _l("Sent"),
    life.ACCEPTED: _l("Accepted"),
    life.IN_PROGRESS: _l("In progress"),
    life.AWAITING_CITIZEN: _l("Waiting for more"),
    life.CLOSED: _l("Closed"),
}
RESOLUTIONS: dict[str, Any] = {
    life.FIXED: _l("Fixed"),
    life.EXPLAINED: _l("Explained"),
    life.SCHEDULED: _l("Scheduled"),
    life.NOT_ACCEPTED: _l("Not accepted"),
    life.DUPLICATE: _l("Already reported"),
    life.WITHDRAWN: _l("Withdrawn"),
}
STEPS: dict[str, Any] = {
    "receive": _l("Sent"),
    "accept": _l("Accepted"),
    "start": _l("In progress"),
    "close": _l("Closed"),
    "refuse": _l("Not accepted"),
    "withdraw": _l("Withdrawn by the sender"),
    "reopen": _l("Reopened by the sender"),
    "route": _l("Passed on"),
    "assign": _l("Assigned"),
    "reply": _l("Replied"),
    "note": _l("Internal note"),
    "add": _l("Added by the sender"),
    "publish": _l("Publicity changed"),
    "seal": _l("Treated as a complaint or denunciation"),
    "disclose_phone": _l("An official looked at the phone number"),
    "mark_read": _l("The sender read the answer"),
    "rate": _l("Rated by the sender"),
    "thank": _l("Thanked by the sender"),
    "acknowledge": _l("Seen by the agency"),
}
FACES: dict[str, Any] = {
    SATISFIED: _l("Satisfied"),
    FAIR: _l("Acceptable"),
    DISSATISFIED: _l("Not satisfied"),
}
PUBLICITIES: dict[str, Any] = {
    PENDING: _l("Not decided yet"),
    OPEN_TO_ALL: _l("Public"),
    EDITED: _l("Edited version public"),
    HIDDEN: _l("Not public"),
}
SEALED_KINDS: dict[str, Any] = {
    COMPLAINT: _l("Complaint"),
    DENUNCIATION: _l("Denunciation"),
}


def outcome(service_request: ServiceRequest) -> tuple[str, Any]:
    """Give code and name of where it stands: the result once closed, else the status."""
    if service_request.status == life.CLOSED and service_request.resolution:
        return service_request.resolution, RESOLUTIONS[service_request.resolution]
    return service_request.status, STATUSES[service_request.status]


def step(verb: str, resolution: str | None) -> Any:
    """Give the name of a step; a closing one is named by its result."""
    if verb == "close" and resolution in RESOLUTIONS:
        return RESOLUTIONS[resolution]
    return STEPS[verb]


def face(rating: Rating) -> Any:
    """Give the name of the face that was chosen."""
    return FACES[rating.face]
