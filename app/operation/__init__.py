"""What keeps the product running for years: backups, first settings, checks, figures, units."""

from flask import Flask

from app.core import navigation
from app.operation import metrics
from app.operation.checking import views as checking
from app.operation.provisioning import jobs as workbooks
from app.operation.provisioning import views as setting_up
from app.operation.units import planning
from app.operation.units.views import CARD, units

JOBS = (planning, workbooks, checking)
"""Importing them registers what the worker does."""


def init_app(app: Flask) -> None:
    """Serve the figures. The commands are declared in ``app/commands/operation``."""
    metrics.init_app(app)
    app.register_blueprint(units)
    app.register_blueprint(setting_up.provisioning)
    navigation.add_administration(app, setting_up.CARD)
    app.register_blueprint(checking.checking)
    navigation.add_administration(app, CARD)
    navigation.add_administration(app, checking.CARD)
