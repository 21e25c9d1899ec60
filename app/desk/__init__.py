"""The officials' front page: one inbox over the rooms, and the way to administration.

It knows no room: what stands in it, the rooms offer through ``core/navigation``.
"""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.accounts.policies import may_administer
from app.core import navigation
from app.core.navigation import Link
from app.desk import views
from app.desk.blueprint import desk

PAGES = views
"""Importing them adds the routes to the blueprint."""
ADMINISTRATION = Link(
    "desk.administration", _l("Administration"), "settings", order=80, shown_to=may_administer
)


def init_app(app: Flask) -> None:
    """Add the pages and their tab."""
    app.register_blueprint(desk)
    navigation.add_desk_tab(app, ADMINISTRATION)
