"""The operator's command: ``market load``."""

import click

from app.core.db import db
from app.market import seeding


@click.group("market")
def commands() -> None:
    """The digital market."""


@commands.command("load")
def load() -> None:
    """Add the kinds of products and the words of forbidden goods that are not there yet."""
    count = seeding.load()
    db.session.commit()
    click.echo(f"{count} kinds and words added")
