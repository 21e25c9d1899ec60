"""What makes the site an app on the phone: manifest, service worker, queue, installing."""

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.core import navigation
from app.core.navigation import Goal
from app.pwa import views
from app.pwa.blueprint import pwa
from app.pwa.views.no_signal import LINK

GOALS = (
    Goal(
        "pwa.install", _l("Install the app"), "download",
        lazy_pgettext("typed", "install, download the app, home screen, icon"),
    ),
    Goal(
        "pwa.queue", _l("What waits to be sent"), "send",
        lazy_pgettext("typed", "not sent yet, waits, no signal, no network, sent later"),
    ),
)  # fmt: skip
"""What the front page's search finds of this room: pages by what one wants there."""


def init_app(app: Flask) -> None:
    """Add the pages, and the operator's tab."""
    assert views is not None
    app.register_blueprint(pwa)
    navigation.add_desk_tab(app, LINK)
    navigation.add_goals(app, GOALS)
