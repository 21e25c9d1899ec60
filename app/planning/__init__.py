"""Planning documents: a register, the pages as pictures, versions, codes for boards, comments."""

from flask import Flask

from app.core import navigation
from app.planning import desk, desk_papers, front, models, painting, views
from app.planning.blueprint import planning

__all__ = ["init_app", "models", "painting"]

PAGES = (views, desk, desk_papers)
"""Importing them adds their routes to the blueprint."""


def init_app(app: Flask) -> None:
    """Add the pages, the tile, the desk's tab, what is found."""
    app.register_blueprint(planning)
    navigation.add_tile(app, front.TILE)
    navigation.add_desk_tab(app, front.TAB)
    navigation.add_search(app, front.SOURCE)
    navigation.add_goals(app, front.GOALS)
