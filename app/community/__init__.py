"""Community digital teams: who is helped, visits at the door, what became of them; classes."""

from flask import Flask

from app.community import front, models
from app.community.blueprint import community
from app.community.campaigns import own as pledges
from app.community.campaigns import personal as signed
from app.community.campaigns import views as campaigns
from app.community.criteria import decisions, sets
from app.community.criteria import desk as scores
from app.community.criteria import public as criteria
from app.community.criteria import sheet_views as criteria_sheets
from app.community.lessons import classes as lesson_classes
from app.community.lessons import hearing
from app.community.lessons import views as lessons
from app.community.people import card_views, sheet_views
from app.community.people import retention as card_numbers
from app.community.people import views as people
from app.community.reports import views as reports
from app.community.teams import own, personal
from app.community.teams import views as teams
from app.community.training import desk as training_desk
from app.community.training import door, hours_views
from app.community.training import jobs as training_jobs
from app.community.training import people as trained
from app.community.training import personal as training_places
from app.community.training import views as trainings
from app.community.visits import retention, rounds
from app.community.visits import views as skills
from app.core import navigation

__all__ = ["init_app", "models"]

PAGES = (
    teams,
    own,
    people,
    card_views,
    sheet_views,
    rounds,
    skills,
    lessons,
    lesson_classes,
    reports,
    campaigns,
    pledges,
    criteria,
    scores,
    decisions,
    sets,
    criteria_sheets,
    trainings,
    door,
    training_desk,
    trained,
    hours_views,
)
"""Importing them adds their routes to the blueprint."""
RECEIVERS = (personal, retention, card_numbers, hearing, signed, training_places)
JOBS = (training_jobs,)
"""Importing them has the worker do them."""


def init_app(app: Flask) -> None:
    """Add the pages, the desk's tab, and the way to one's team."""
    app.register_blueprint(community)
    navigation.add_goals(app, front.GOALS)
    navigation.add_desk_tab(app, front.TAB)
    navigation.add_desk_tab(app, front.CRITERIA_TAB)
    navigation.add_waiting(app, front.WAITING)
    navigation.add_mine(app, front.mine)
    navigation.add_administration(app, front.SKILLS)
