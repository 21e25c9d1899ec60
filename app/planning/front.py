"""What the room shows on the front page, in its search, and on the desk."""

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.accounts.viewer import Viewer
from app.core.navigation import Found, Goal, Link, Source
from app.planning import queries
from app.planning.models import Plan
from app.planning.rights import keeps_plans


def _about(plan: Plan) -> str:
    place = [plan.place.title] if plan.place is not None else []
    return " · ".join([str(plan.kind_name), *place])


TILE = Link("planning.index", _l("Land, planning"), "list", "gold", order=65)
TAB = Link(
    "planning.desk_index", lazy_pgettext("tab", "Planning"), "list", order=56, shown_to=keeps_plans
)


def find_plans(_viewer: Viewer, typed: str, limit: int) -> list[Found]:
    """Find plans by all the words typed."""
    words = queries.search_words(typed)
    rows = queries.listed(words, "", None).rows if words else []
    return [
        Found(row.title, _about(row), url_for("planning.show", code=row.code), "list")
        for row in rows[:limit]
    ]  # fmt: skip


SOURCE = Source("planning", _l("Planning documents"), find_plans, order=32)
GOALS = (
    Goal(
        "planning.index", _l("Planning documents"), "list",
        lazy_pgettext(
            "typed",
            "planning map, land use plan, zone plan, construction plan, is my land in a plan, "
            "will the road be widened, planning board at the site",
        ),
    ),
)  # fmt: skip
