"""``news prepare-alerts``, ``news fetch-feeds``."""

import click

from app.commands.late import runs


@click.group("news")
def news() -> None:
    """News, alerts, feeds."""


@news.command("prepare-alerts")
@runs("app.news.cli:prepare_alerts")
def prepare_alerts() -> None:
    """Add the prepared alerts that a new deployment begins with; those there stay as they are."""


@news.command("fetch-feeds")
@runs("app.news.cli:fetch_feeds")
def fetch_feeds() -> None:
    """Have every feed fetched that is due."""
