"""Photos, voices, documents: checked, kept, served. The room has no pages of its own."""

from flask import Flask

from app.media import jobs, storage


def init_app(app: Flask) -> None:
    """Open the store; importing `jobs` names the worker's handlers."""
    storage.init_app(app)


__all__ = ["init_app", "jobs"]
