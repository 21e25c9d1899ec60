"""Photos, voices, documents: checked, kept, served. The room has no pages of its own."""

from flask import Flask

from app.media import cli, jobs, storage


def init_app(app: Flask) -> None:
    """Open the store and add the commands; importing `jobs` names the worker's handlers."""
    storage.init_app(app)
    app.cli.add_command(cli.commands)


__all__ = ["init_app", "jobs"]
