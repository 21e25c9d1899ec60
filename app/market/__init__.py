"""The digital market: shops, products, orders, and the QR on the stall."""

from flask import Flask

from app.core import navigation
from app.market import front, jobs, models, owners, retention, searching, views
from app.market.actions import indexing, order_acts, order_personal, shop_personal
from app.market.blueprint import market

__all__ = ["init_app", "models", "views"]

RECEIVERS = (indexing, jobs, order_acts, order_personal, owners, retention, shop_personal)
"""Importing them connects what waits for events, the worker's jobs, and shops as owners."""


def init_app(app: Flask) -> None:
    """Add the pages, the tile, the desk's tab, and what is one's own."""
    app.register_blueprint(market)
    navigation.add_goals(app, front.GOALS)
    navigation.add_tile(app, front.TILE)
    navigation.add_desk_tab(app, front.DESK_TAB)
    navigation.add_desk_tab(app, front.RULES_TAB)
    for waiting in front.WAITING:
        navigation.add_waiting(app, waiting)
    navigation.add_mine(app, front.my_shops)
    navigation.add_mine(app, searching.my_orders)
    navigation.add_search(app, searching.SOURCE)
