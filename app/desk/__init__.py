"""The officials' front page: one inbox over the rooms, and the way to administration."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.accounts.policies import can_administer
from app.core import navigation
from app.core.navigation import Link
from app.desk import views
from app.desk.blueprint import desk
from app.service_requests.leading.rights import may_lead
from app.service_requests.rights import may_take_in

PAGES = views
"""Importing them adds the routes to the blueprint."""
INBOX = Link("desk.index", _l("Reports"), "flag", order=10, shown_to=may_take_in)
LEADING = Link("desk.lead", _l("Lead"), "chart", order=15, shown_to=may_lead)
ADMINISTRATION = Link(
    "desk.administration", _l("Administration"), "settings", order=80, shown_to=can_administer
)


def init_app(app: Flask) -> None:
    """Add the pages and their tabs."""
    app.register_blueprint(desk)
    for link in (INBOX, LEADING, ADMINISTRATION):
        navigation.add_desk_tab(app, link)
