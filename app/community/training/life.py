"""The life of a class: announced, open for sign-up, closed, held, or called off."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.core.lifecycle import Life

ANNOUNCED, OPEN, CLOSED, HELD, OFF = "announced", "open", "closed", "held", "off"
AHEAD = (ANNOUNCED, OPEN, CLOSED)
STATUSES: dict[str, tuple[Any, str]] = {
    # status: (name, tone of its chip)
    ANNOUNCED: (_l("Sign-up opens later"), "info"),
    OPEN: (_l("Open for sign-up"), "ok"),
    CLOSED: (_l("Sign-up is closed"), "soon"),
    HELD: (lazy_pgettext("class", "Held"), "info"),
    OFF: (lazy_pgettext("class", "Called off"), "late"),
}
LIFE: Life[Any] = Life("community_training")
LIFE.verb("change", AHEAD)
LIFE.verb("open", {ANNOUNCED, CLOSED}, OPEN)
LIFE.verb("close", {OPEN}, CLOSED)
LIFE.verb("hold", {OPEN, CLOSED}, HELD)
LIFE.verb("call_off", AHEAD, OFF)
LIFE.verb("sign_up", {OPEN})
LIFE.verb("leave", AHEAD)
LIFE.verb("attend", {OPEN, CLOSED, HELD})
LIFE.verb("give", {*AHEAD, HELD})
"""``change``: its facts; ``give``: its files. Both also of a class that nobody may join yet."""
