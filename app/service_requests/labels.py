"""What officials call steps, faces, publicity and seals; the rest is in ``wording``."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.service_requests import wording
from app.service_requests.models.parts import DISSATISFIED, FAIR, SATISFIED
from app.service_requests.models.record import (
    COMPLAINT,
    DENUNCIATION,
    EDITED,
    HIDDEN,
    OPEN_TO_ALL,
    PENDING,
)

STEPS: dict[str, Any] = {
    **wording.STEP,
    "assign": _l("Assigned"),
    "note": _l("Internal note"),
    "publish": _l("Publicity changed"),
    "mark_read": _l("The sender read the answer"),
    "rate": _l("Rated by the sender"),
    "thank": _l("The sender says thanks"),
    "acknowledge": _l("Read by the agency"),
    "ask_support": _l("Another agency was asked"),
    "submit_draft": _l("Submitted for approval"),
    "return_draft": _l("Draft sent back"),
    "take_back_draft": _l("Draft taken back"),
    "discard_draft": _l("Draft given up"),
    "answer_support": _l("A supporting agency answered"),
    "gather": _l("Another report was joined under it"),
    "release": _l("A joined report was split off"),
    "hear_main": _l("Reply to the main report, passed on"),
}
DRAFTS: dict[str, Any] = {
    "reply": _l("Draft of a reply"),
    "close": _l("Draft of the answer"),
    "refuse": _l("Draft: not accepted"),
}
FACES: dict[str, Any] = {
    SATISFIED: _l("Satisfied"),
    FAIR: _l("Acceptable"),
    DISSATISFIED: _l("Not satisfied"),
}
PUBLICITIES: dict[str, Any] = {
    PENDING: _l("Not decided yet"),
    OPEN_TO_ALL: _l("Public"),
    EDITED: _l("Edited version"),
    HIDDEN: _l("Not public"),
}
SEALED_KINDS: dict[str, Any] = {
    COMPLAINT: _l("Complaint (khiếu nại)"),
    DENUNCIATION: _l("Denunciation (tố cáo)"),
}


def step(verb: str, resolution: str | None) -> Any:
    """Give what officials call a step of the time line; a closing one by its result."""
    if verb in ("close", "follow_main"):
        return wording.step_label(verb, resolution)
    return STEPS.get(verb, verb)
