"""People, agencies and rights; sessions and signing in."""

from flask import Flask

from app.accounts import sessions


def init_app(app: Flask) -> None:
    """Set the room up: sessions and the viewer."""
    sessions.init_app(app)
