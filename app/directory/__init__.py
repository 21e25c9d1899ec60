"""The directory: places and people of service, kept and checked by offices."""

from flask import Flask

from app.core import navigation
from app.directory import desk, front, jobs, models, photos, sheet_views, views
from app.directory.blueprint import directory
from app.directory.classes import models as class_models
from app.directory.classes import personal
from app.directory.classes import views as class_views
from app.directory.guides import models as guide_models
from app.directory.guides import queries as guide_queries
from app.directory.guides import sheet_views as guide_sheet_views
from app.directory.guides import views as guide_views
from app.directory.owners import desk as owners_desk
from app.directory.owners import models as owner_models
from app.directory.owners import views as owner_views
from app.directory.programmes import links as programme_links
from app.directory.programmes import models as programme_models
from app.directory.programmes import queries as programme_queries
from app.directory.programmes import views as programme_views
from app.directory.questions import jobs as question_jobs
from app.directory.questions import models as question_models
from app.directory.questions import personal as question_personal
from app.directory.questions import views as question_views

__all__ = [
    "class_models", "guide_models", "init_app", "jobs", "models", "owner_models",
    "programme_models", "question_models",
]  # fmt: skip

RECEIVERS = (personal, programme_links, question_jobs, question_personal)
"""Importing them connects what waits for events, and the worker's jobs."""
PAGES = (views, desk, photos, sheet_views, guide_views, guide_sheet_views, class_views,
         programme_views, owner_views, owners_desk, question_views)  # fmt: skip
"""Importing them adds their routes to the blueprint."""


def init_app(app: Flask) -> None:
    """Add the pages, the tile, the desk's tab, what is found and what waits."""
    app.register_blueprint(directory)
    navigation.add_tile(app, front.TILE)
    navigation.add_desk_tab(app, front.TAB)
    navigation.add_of_business(app, front.of_business)
    navigation.add_search(app, front.SOURCE)
    navigation.add_search(app, guide_queries.SOURCE)
    navigation.add_search(app, programme_queries.SOURCE)
    navigation.add_goals(app, front.GOALS)
    for each in front.WAITING:
        navigation.add_waiting(app, each)
