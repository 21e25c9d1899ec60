"""Bills: know it, understand it, pay it."""

from flask import Flask

from app.bills import front, jobs, retention, sheets
from app.bills.actions import personal, receiving
from app.bills.standing import standing_of
from app.bills.views import bills
from app.core import navigation

RECEIVERS = (jobs, retention, sheets, personal, receiving)
"""Importing them registers the worker's jobs and connects what waits for events."""


def init_app(app: Flask) -> None:
    """Add the citizens' pages, the clerks' desk, and the front page's tile."""
    app.register_blueprint(bills)
    app.jinja_env.globals["standing_of"] = standing_of
    navigation.add_goals(app, front.GOALS)
    navigation.add_search(app, front.SEARCH)
    navigation.add_tile(app, front.TILE)
    navigation.add_tab(app, front.TAB)
    navigation.add_desk_tab(app, front.DESK_TAB)
    navigation.add_waiting(app, front.UNMATCHED)
    navigation.add_mine(app, front.mine)
