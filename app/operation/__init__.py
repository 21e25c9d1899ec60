"""What keeps the product running for years: backups, first settings, checks, figures."""

from flask import Flask

from app.operation import metrics


def init_app(app: Flask) -> None:
    """Serve the figures. The commands are declared in ``app/commands/operation``."""
    metrics.init_app(app)
