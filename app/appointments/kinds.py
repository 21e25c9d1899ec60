"""What people are told of their appointments."""

from flask_babel import lazy_gettext as _l

from app.notifications.groups import APPOINTMENTS
from app.notifications.kinds import Kind, register

REMINDER = register(
    Kind(
        "appointment-reminder", _l("Your appointment is tomorrow"), _l("%(when)s · %(office)s"),
        "calendar", group=APPOINTMENTS,
    )
)  # fmt: skip
DROPPED = register(
    Kind(
        "appointment-dropped", _l("Your appointment falls: please choose another time"),
        _l("%(when)s · %(office)s"), "calendar", urgency="high", group=APPOINTMENTS,
    )
)  # fmt: skip
MISSED = register(
    Kind(
        "appointment-missed", _l("You were called and not there"),
        _l("%(when)s · %(office)s. If you cannot come, cancel with one tap."),
        "calendar", group=APPOINTMENTS,
    )
)  # fmt: skip
