"""What the law asks of whoever keeps people's data: how long, whose request, what went wrong."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.core import navigation
from app.core.navigation import Link
from app.personal_data import keeping
from app.personal_data.blueprint import personal_data
from app.personal_data.rights import may_protect

PAGES = (keeping,)
"""Importing them adds the routes to the blueprint."""
TAB = Link("personal_data.periods", _l("Personal data"), "shield", order=85, shown_to=may_protect)


def init_app(app: Flask) -> None:
    app.register_blueprint(personal_data)
    navigation.add_desk_tab(app, TAB)
