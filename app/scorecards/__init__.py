"""The public account: what became of the reports, published month by month and signed."""

from flask import Flask

from app.core import navigation
from app.scorecards import feed, files, front, jobs, papers, views
from app.scorecards.blueprint import scorecards

PAGES = (views, files, feed, jobs, papers)
"""Importing them adds the routes, and gives the worker the publishing, and the setting of PDFs."""


def init_app(app: Flask) -> None:
    """Add the pages, the tile and what the search finds."""
    app.register_blueprint(scorecards)
    navigation.add_tile(app, front.LINK)
    navigation.add_goals(app, front.GOALS)
