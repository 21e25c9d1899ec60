"""What is told of questions about land."""

from flask_babel import lazy_gettext as _l

from app.notifications.groups import DESK, REPORTS
from app.notifications.kinds import Kind, register

ASKED = register(
    Kind("land-asked", _l("Somebody asks about land"), _l("%(code)s"), "question", group=DESK)
)
DUE = register(
    Kind("land-due", _l("A question about land is due soon"), _l("%(code)s"), "clock", group=DESK)
)
LATE = register(
    Kind("land-late", _l("A question about land is overdue"), _l("%(code)s"), "warning", group=DESK)
)
ANSWERED = register(
    Kind("land-answered", _l("Your question about land was answered"), _l("%(code)s"), "reply",
         group=REPORTS)
)  # fmt: skip
