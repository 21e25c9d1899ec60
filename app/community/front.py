"""What the room shows on the front page, on the desk and among the cards of administration."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.accounts.policies import administers_all
from app.accounts.viewer import Viewer
from app.community.rights import runs_teams
from app.community.teams import queries
from app.core.navigation import Card, Goal, Link, Task

TAB = Link(
    "community.desk_index",
    lazy_pgettext("tab", "Digital teams"),
    "star",
    order=16,
    shown_to=runs_teams,
)
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
)  # fmt: skip
"""What the front page's search finds of this room."""
