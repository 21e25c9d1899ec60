"""What the room shows elsewhere: the front page, the search, the desk."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from app.core.navigation import Goal, Link, Waiting
from app.surveys import queries
from app.surveys.rights import helps, works_on_surveys

TILE = Link("surveys.index", _l("Surveys"), "list", "blue", order=70)
TAB = Link("surveys.desk_index", _l("Surveys"), "list", order=42, shown_to=works_on_surveys)
HELP_TAB = Link(
    "surveys.help_index", _l("Surveys for others"), "list", order=43,
    shown_to=lambda viewer: helps(viewer),
)  # fmt: skip
WAITING = Waiting(
    "surveys.desk_index",
    lambda number, count: ngettext(
        "%(count)s survey to open or to publish", "%(count)s surveys to open or to publish", number,
        count=count,
    ),
    queries.count_waiting, order=62,
)  # fmt: skip
GOALS = (
    Goal(
        "surveys.index", _l("Surveys and consultations"), "list",
        lazy_pgettext("typed", "survey, opinion, questionnaire, consultation, draft, ask people"),
    ),
)  # fmt: skip
