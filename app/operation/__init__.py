"""What keeps the product running for years: backups, first settings, checks, figures, units."""

from flask import Flask

from app.core import navigation
from app.operation import metrics
from app.operation.checking import views as contacts
from app.operation.provisioning import jobs as workbooks
from app.operation.provisioning import views as setting_up
from app.operation.units import planning
from app.operation.units.views import CARD, units
from app.operation.watching import checking
from app.operation.watching.views import CARDS, watching

JOBS = (planning, workbooks, contacts, checking)
"""Importing them registers what the worker does."""


def init_app(app: Flask) -> None:
    """Serve the figures. The commands are declared in ``app/commands/operation``."""
    metrics.init_app(app)
    for blueprint in (units, setting_up.provisioning, contacts.checking, watching):
        app.register_blueprint(blueprint)
    for card in (setting_up.CARD, CARD, contacts.CARD, *CARDS):
        navigation.add_administration(app, card)
