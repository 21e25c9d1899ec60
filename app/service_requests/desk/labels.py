"""What officials call steps, faces, publicity and seals; the rest is in ``wording``."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.service_requests import wording
from app.service_requests.record import (
    COMPLAINT,
    DENUNCIATION,
    EDITED,
    HIDDEN,
    OPEN_TO_ALL,
    PENDING,
)

DRAFTS: dict[str, Any] = {
    "reply": _l("Draft of a reply"),
    "close": _l("Draft of the answer"),
    "refuse": _l("Draft: not accepted"),
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
FACES, tapped = wording.FACES, wording.tapped


def step(verb: str, resolution: str | None) -> Any:
    """What officials call a step of the time line."""
    return wording.step_label(verb, resolution, inside=True)
