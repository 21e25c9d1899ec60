"""What keeps the product running for years: backups, restoring, first settings, checks, figures."""

from flask import Flask

from app.operation import cli


def init_app(app: Flask) -> None:
    """Add the operator's commands."""
    for command in cli.COMMANDS:
        app.cli.add_command(command)
