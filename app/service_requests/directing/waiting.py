"""What of it stands on the officials' front page."""

from flask_babel import ngettext

from app.core.navigation import Waiting
from app.service_requests.directing.queries import count_waiting

WAITING = Waiting(
    "service_requests.directions",
    lambda number, count: ngettext(
        "%(count)s direction to answer", "%(count)s directions to answer", number, count=count
    ),
    count_waiting, order=5, values={"trang_thai": "dang-cho"},
)  # fmt: skip
