"""What the front page and its search show of the room."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.core.navigation import Goal, Link

LINK = Link("scorecards.index", _l("Results"), "chart", order=80)
GOALS = (
    Goal(
        "scorecards.index", _l("How reports were answered: figures"), "chart",
        lazy_pgettext(
            "typed",
            "figures, statistics, how many reports were answered, which agency is late, "
            "results of my commune, satisfied, promises kept",
        ),
    ),
    Goal(
        "scorecards.data", _l("Open data of the results"), "download",
        lazy_pgettext("typed", "open data, download figures, csv, excel, json, licence, signature"),
    ),
)  # fmt: skip
