"""What people are told of their village's notices: no words of them, which a screen would show."""

from flask_babel import lazy_gettext as _l

from app.notifications.groups import VILLAGE
from app.notifications.kinds import Kind, register
from app.villages.notices.models import MEETING, NEWS, QUESTION

_WHERE = _l("%(village)s")
_WHEN = _l("%(village)s · %(when)s")
TELLS = {
    NEWS: register(
        Kind("village-news", _l("Your village has a notice for you"), _WHERE, "news", group=VILLAGE)
    ),
    MEETING: register(
        Kind(
            "village-meeting",
            _l("Your village invites you to a meeting"),
            _WHEN,
            "calendar",
            group=VILLAGE,
        )
    ),
    QUESTION: register(
        Kind(
            "village-question",
            _l("Your village asks for your opinion"),
            _WHERE,
            "question",
            group=VILLAGE,
        )
    ),
}
REMINDS = register(
    Kind("village-reminder", _l("A meeting of your village is near"), _WHEN, "clock", group=VILLAGE)
)
OFF = register(
    Kind(
        "village-off", _l("A meeting of your village was called off"), _WHEN, "undo", group=VILLAGE
    )
)
MINUTES = register(
    Kind(
        "village-minutes",
        _l("The minutes of your village's meeting are out"),
        _WHEN,
        "note",
        group=VILLAGE,
    )
)
