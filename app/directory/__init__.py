"""The directory: places and people of service, kept and checked by offices."""

from flask import Flask

from app.core import navigation
from app.directory import desk, front, jobs, models, sheet_views, views
from app.directory.blueprint import directory
from app.directory.guides import models as guide_models
from app.directory.guides import queries as guide_queries
from app.directory.guides import views as guide_views

__all__ = ["guide_models", "init_app", "jobs", "models"]

PAGES = (views, desk, sheet_views, guide_views)
"""Importing them adds their routes to the blueprint."""


def init_app(app: Flask) -> None:
    """Add the pages, the tile, the desk's tab, what is found and what waits."""
    app.register_blueprint(directory)
    navigation.add_tile(app, front.TILE)
    navigation.add_desk_tab(app, front.TAB)
    navigation.add_search(app, front.SOURCE)
    navigation.add_search(app, guide_queries.SOURCE)
    navigation.add_goals(app, front.GOALS)
    for each in front.WAITING:
        navigation.add_waiting(app, each)
