"""Questions to whoever runs the app: asked by words, voice or photo, answered in the inbox."""

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext

from app.core import navigation
from app.core.navigation import Goal, Link, Waiting
from app.enquiries import personal, queries, views
from app.enquiries.blueprint import enquiries
from app.enquiries.land import desk as land_desk
from app.enquiries.land import front as land
from app.enquiries.land import jobs as land_jobs
from app.enquiries.land import models as land_models
from app.enquiries.land import personal as land_personal
from app.enquiries.land import views as land_views

__all__ = ["init_app", "land_jobs", "land_models", "views"]

PAGES = (land_views, land_desk)
"""Importing them adds their routes to the blueprint."""
RECEIVERS = (personal, land_personal)
"""Importing it connects what waits for events."""
TAB = Link("enquiries.desk", _l("Questions"), "question", order=84, shown_to=queries.may_answer)
WAITING = Waiting(
    "enquiries.desk",
    lambda number, count: ngettext(
        "%(count)s question to the operators", "%(count)s questions to the operators", number,
        count=count,
    ),
    queries.count_waiting, order=61,
)  # fmt: skip
GOALS = (
    Goal(
        "enquiries.new", _l("Ask the operators"), "question",
        lazy_pgettext(
            "typed",
            "contact, help, the app does not work, how do I use it, "
            "I was blocked, suggestion, complain about the app",
        ),
    ),
)  # fmt: skip


def init_app(app: Flask) -> None:
    app.register_blueprint(enquiries)
    navigation.add_desk_tab(app, TAB)
    navigation.add_waiting(app, WAITING)
    navigation.add_goals(app, GOALS)
    navigation.add_desk_tab(app, land.TAB)
    navigation.add_waiting(app, land.WAITING)
    navigation.add_goals(app, land.GOALS)
    navigation.add_search(app, land.SOURCE)
