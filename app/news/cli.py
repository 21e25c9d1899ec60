"""Commands for the operator."""

import click

from app.core.db import db
from app.news.actions import importing, preparing


@click.group("news")
def commands() -> None:
    """News, alerts, feeds."""


@commands.command("prepare-alerts")
def prepare_alerts() -> None:
    """Add the prepared alerts that a new deployment begins with; those there stay as they are."""
    count = preparing.load_defaults()
    db.session.commit()
    click.echo(f"{count} prepared alerts added")


@commands.command("fetch-feeds")
def fetch_feeds() -> None:
    """Have every feed fetched that is due."""
    importing.ask_for_due()
