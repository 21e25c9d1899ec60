"""Appointments at an office: times as data, booked, called in by number, counted."""

from flask import Flask

from app.appointments import desk, front, jobs, models, own, personal, plan, tickets, views
from app.appointments.blueprint import appointments
from app.core import navigation

__all__ = ["init_app", "models", "tickets"]

PAGES = (own, views, desk, plan)
"""Importing them adds their routes to the blueprint."""
RECEIVERS = (personal, jobs)


def init_app(app: Flask) -> None:
    """Add the pages, the tile, one's tickets, the desk's tab, what waits, and the ways to book."""
    app.register_blueprint(appointments)
    navigation.add_tile(app, front.TILE)
    navigation.add_goals(app, front.GOALS)
    navigation.add_mine(app, front.mine)
    navigation.add_desk_tab(app, front.TAB)
    navigation.add_waiting(app, front.WAITING)
    navigation.add_beside(app, front.beside)
