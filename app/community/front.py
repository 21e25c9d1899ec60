"""What the room shows on the front page, on the desk and among the cards of administration."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from app.accounts.policies import administers_all
from app.accounts.viewer import Viewer
from app.community.criteria import queries as criteria
from app.community.criteria.rights import works_on_criteria
from app.community.rights import runs_teams
from app.community.teams import queries
from app.core.navigation import Card, Goal, Link, Task, Waiting

TAB = Link(
    "community.desk_index",
    lazy_pgettext("tab", "Digital teams"),
    "star",
    order=16,
    shown_to=runs_teams,
)
CRITERIA_TAB = Link(
    "community.criteria_index", lazy_pgettext("tab", "Criteria"), "chart", order=17,
    shown_to=works_on_criteria,
)  # fmt: skip
WAITING = Waiting(
    "community.criteria_index",
    lambda number, count: ngettext(
        "%(count)s score of criteria waits", "%(count)s scores of criteria wait", number,
        count=count,
    ),
    criteria.count_waiting, order=66,
)  # fmt: skip
SKILLS = Link(
    "community.skill_list", _l("What digital teams help with"), "tap", order=70,
    shown_to=administers_all, about=_l("The skills that are ticked at the door"),
)  # fmt: skip


def mine(viewer: Viewer, _now: datetime) -> list[Task | Card]:
    """Give the way to each team that the viewer belongs to."""
    return [Card("community/_mine.html", each) for each in queries.of_person(viewer)]


GOALS = (
    Goal(
        "community.mine", _l("My digital team"), "star",
        lazy_pgettext(
            "typed",
            "digital team, community team, volunteer, help people install the app, join the team",
        ),
    ),
    Goal(
        "community.lessons", _l("Learn it in one screen"), "school",
        lazy_pgettext(
            "typed",
            "learn to use the phone, lesson, how to install, teach my parents, digital skills",
        ),
    ),
    Goal(
        "community.campaigns", _l("Campaigns of my commune"), "check",
        lazy_pgettext("typed", "campaign, pledge, sign a pledge, emulation, digital commune"),
    ),
    Goal(
        "community.trainings", _l("Classes near me"), "school",
        lazy_pgettext(
            "typed",
            "class, training, course, learn in a group, sign up for a class, digital class, "
            "summer volunteers",
        ),
    ),
    Goal(
        "community.criteria", _l("Digital criteria of villages and communes"), "chart",
        lazy_pgettext(
            "typed",
            "criteria, six criteria, digital citizen, digital village, score of the commune",
        ),
    ),
)  # fmt: skip
"""What the front page's search finds of this room."""
