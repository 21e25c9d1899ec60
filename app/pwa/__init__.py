"""What makes the site an app on the phone: manifest, service worker, offline page."""

from flask import Flask

from app.pwa.views import pwa


def init_app(app: Flask) -> None:
    """Serve them from the root, where a service worker's scope needs it."""
    app.register_blueprint(pwa)
