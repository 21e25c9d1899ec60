"""What is told of entries that a business keeps."""

from flask_babel import lazy_gettext as _l

from app.notifications.groups import DESK, MARKET
from app.notifications.kinds import Kind, register

PROPOSED = register(
    Kind(
        "directory-proposal", _l("A business proposes something for the directory"),
        _l("%(business)s: %(name)s"), "edit", group=DESK,
    )
)  # fmt: skip
DECIDED = register(
    Kind(
        "directory-decided", _l("The office looked at your entry in the directory"),
        _l("%(name)s"), "check", group=MARKET,
    )
)  # fmt: skip
