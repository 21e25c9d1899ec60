"""Villages: a head's households, notices and meetings; what a household sees and answers."""

from flask import Flask

from app.core import navigation
from app.villages import desk, front, models
from app.villages.blueprint import villages
from app.villages.books import views as books
from app.villages.households import own as own_household
from app.villages.households import personal, sheet_views
from app.villages.households import views as household_views
from app.villages.notices import (
    grouping,
    link,
    minutes_views,
    own,
    retention,
    rounds,
    sharing,
    views,
)

__all__ = ["init_app", "models"]

PAGES = (
    desk, household_views, sheet_views, own_household, views, sharing, rounds, minutes_views, own,
    link, grouping, books,
)  # fmt: skip
"""Importing them adds their routes to the blueprint."""
RECEIVERS = (personal, retention)


def init_app(app: Flask) -> None:
    """Add the pages, the desk's tab, and what one's village asks."""
    app.register_blueprint(villages)
    navigation.add_goals(app, front.GOALS)
    navigation.add_desk_tab(app, front.TAB)
    navigation.add_waiting(app, front.WAITING)
    navigation.add_mine(app, front.mine)
