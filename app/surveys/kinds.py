"""What people are told of surveys."""

from flask_babel import lazy_gettext as _l

from app.notifications.groups import DESK, WARNINGS
from app.notifications.kinds import Kind, register

OPENED = register(
    Kind("survey-open", _l("Your opinion is asked"), _l("%(title)s"), "list", group=WARNINGS)
)
REMINDED = register(
    Kind("survey-reminder", _l("Two days are left to answer"), _l("%(title)s"), "list",
         group=WARNINGS)
)  # fmt: skip
RESULTS = register(
    Kind("survey-results", _l("What came of the consultation"), _l("%(title)s"), "chart",
         group=WARNINGS)
)  # fmt: skip
REVIEW = register(
    Kind("survey-review", _l("A survey waits to be opened"), _l("%(title)s"), "list", group=DESK)
)
COUNTED = register(
    Kind("survey-counted", _l("A survey is over and counted"), _l("%(title)s"), "chart", group=DESK)
)
