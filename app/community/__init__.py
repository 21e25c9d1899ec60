"""Community digital teams: who is helped, visits at the door, what became of them."""

from flask import Flask

from app.community import front, models
from app.community.blueprint import community
from app.community.people import sheet_views
from app.community.people import views as people
from app.community.reports import views as reports
from app.community.teams import own, personal
from app.community.teams import views as teams
from app.community.visits import retention, rounds
from app.community.visits import views as skills
from app.core import navigation

__all__ = ["init_app", "models"]

PAGES = (teams, own, people, sheet_views, rounds, skills, reports)
"""Importing them adds their routes to the blueprint."""
RECEIVERS = (personal, retention)


def init_app(app: Flask) -> None:
    """Add the pages, the desk's tab, and the way to one's team."""
    app.register_blueprint(community)
    navigation.add_goals(app, front.GOALS)
    navigation.add_desk_tab(app, front.TAB)
    navigation.add_mine(app, front.mine)
    navigation.add_administration(app, front.SKILLS)
