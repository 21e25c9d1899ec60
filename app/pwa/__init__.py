"""What makes the site an app on the phone: manifest, service worker, queue, installing."""

from flask import Flask

from app.core import navigation
from app.pwa import views
from app.pwa.blueprint import pwa
from app.pwa.views.no_signal import LINK


def init_app(app: Flask) -> None:
    """Add the pages, and the operator's tab."""
    assert views is not None
    app.register_blueprint(pwa)
    navigation.add_desk_tab(app, LINK)
