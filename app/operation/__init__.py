"""What keeps the product running for years: backups, first settings, checks, figures, units."""

from flask import Flask

from app.core import navigation
from app.operation import metrics
from app.operation.units import planning
from app.operation.units.views import CARD, units
from app.operation.watching import checking
from app.operation.watching.views import CARDS, watching

JOBS = (planning, checking)
"""Importing them registers what the worker does."""


def init_app(app: Flask) -> None:
    """Serve the figures. The commands are declared in ``app/commands/operation``."""
    metrics.init_app(app)
    app.register_blueprint(units)
    app.register_blueprint(watching)
    for card in (CARD, *CARDS):
        navigation.add_administration(app, card)
