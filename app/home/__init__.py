"""Pages that mix rooms: the front page, its search, and whom to call in an emergency."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.core import navigation, page_cache
from app.core.navigation import Link
from app.home.views import GOALS, home, numbers

TABS = (Link("home.index", _l("Home"), "home", order=0),)
TILES = (Link("places.search", _l("Old and new communes"), "pin", "blue", order=80),)


def init_app(app: Flask) -> None:
    """Add the pages, their tab and their tiles."""
    app.extensions["front"] = page_cache.Pages()
    app.register_blueprint(home)
    for link in TABS:
        navigation.add_tab(app, link)
    for link in TILES:
        navigation.add_tile(app, link)
    navigation.add_goals(app, GOALS, numbers)
