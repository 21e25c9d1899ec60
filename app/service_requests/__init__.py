"""Reports: sent by citizens, answered by officials within a promised time."""

from flask import Flask

from app.core import navigation
from app.service_requests import cli, front, jobs, views
from app.service_requests.actions import (
    after,
    claiming,
    following,
    personal,
    saved_filters,
)
from app.service_requests.blueprint import service_requests

RECEIVERS = (claiming, following, personal, saved_filters)
"""Importing them connects them to the events they wait for."""
AFTER = after
"""Importing it sets what follows a report's step, and in which order."""
CLOCKWORK = jobs
"""Importing it gives the worker the chain."""
PAGES = views
"""Importing it adds the routes to the blueprint."""


def init_app(app: Flask) -> None:
    """Add the pages, the tile and tab, and what the front page shows and searches."""
    app.register_blueprint(service_requests)
    app.cli.add_command(cli.commands)
    app.jinja_env.globals.update(front.TEMPLATE_FUNCTIONS)
    navigation.add_tile(app, front.LINK)
    navigation.add_tab(app, front.LINK)
    for desk_tab in front.DESK_TABS:
        navigation.add_desk_tab(app, desk_tab)
    navigation.add_mine(app, front.my_cards)
    for source in front.SOURCES:
        navigation.add_search(app, source)
