"""What the law asks of whoever keeps people's data: how long, whose request, what went wrong."""

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from app.core import navigation
from app.core.navigation import Goal, Link, Waiting
from app.personal_data import idle, keeping, processing
from app.personal_data.asking import personal, queries
from app.personal_data.asking import views as asking
from app.personal_data.blueprint import personal_data
from app.personal_data.breaching import views as breaching
from app.personal_data.rights import may_protect

PAGES = (asking, breaching, keeping, processing)
"""Importing them adds the routes to the blueprint."""
RECEIVERS = (idle, personal)
"""Importing it connects what waits for events, and the worker's jobs."""
TAB = Link("personal_data.requests", _l("Personal data"), "shield", order=85, shown_to=may_protect)
WAITING = Waiting(
    "personal_data.requests",
    lambda number, count: ngettext(
        "%(count)s request about data", "%(count)s requests about data", number, count=count
    ),
    queries.count_waiting, order=60,
)  # fmt: skip
GOALS = (
    Goal(
        "personal_data.mine", _l("Ask about my data"), "shield",
        lazy_pgettext(
            "typed",
            "my personal data, correct my data, erase my data, object, "
            "withdraw consent, privacy",
        ),
    ),
)  # fmt: skip


def init_app(app: Flask) -> None:
    app.register_blueprint(personal_data)
    navigation.add_desk_tab(app, TAB)
    navigation.add_waiting(app, WAITING)
    navigation.add_goals(app, GOALS)
