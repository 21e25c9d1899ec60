"""Asking people: surveys of five kinds of questions, and consultations on a document."""

from flask import Flask

from app.core import navigation
from app.surveys import (
    areas,
    criteria,
    desk,
    front,
    helping,
    jobs,
    models,
    personal,
    samples,
    views,
)
from app.surveys.blueprint import surveys
from app.surveys.usefulness import pages as useful_pages
from app.surveys.usefulness import views as usefulness

__all__ = ["init_app", "models"]

PAGES = (views, desk, areas, helping, samples, usefulness)
"""Importing them adds their routes to the blueprint."""
RECEIVERS = (personal, jobs, criteria)


def init_app(app: Flask) -> None:
    """Add the pages, the tile, the desk's tabs and what waits."""
    app.register_blueprint(surveys)
    navigation.add_tile(app, front.TILE)
    navigation.add_goals(app, front.GOALS)
    navigation.add_desk_tab(app, front.TAB)
    navigation.add_desk_tab(app, front.HELP_TAB)
    navigation.add_waiting(app, front.WAITING)
    navigation.add_administration(app, usefulness.CARD)
    app.after_request(useful_pages.send)
    app.jinja_env.globals["useful_foot"] = useful_pages.foot
