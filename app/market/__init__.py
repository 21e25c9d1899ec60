"""The digital market: shops, products, orders, and the QR on the stall."""

from flask import Flask

from app.market import models, views
from app.market.actions import indexing, order_acts, order_personal
from app.market.blueprint import market

__all__ = ["init_app", "models", "views"]

RECEIVERS = (indexing, order_acts, order_personal)
"""Importing them connects what waits for events."""


def init_app(app: Flask) -> None:
    """Add the room's pages."""
    app.register_blueprint(market)
