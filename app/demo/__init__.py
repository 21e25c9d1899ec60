"""The demonstration province, and generators for tests and measurements."""

from flask import Flask

from app.demo.cli import commands


def init_app(app: Flask) -> None:
    """Add the commands; production has them refuse."""
    app.cli.add_command(commands)
