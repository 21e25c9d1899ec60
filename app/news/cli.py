"""What ``news prepare-alerts`` and ``news fetch-feeds`` do."""

import click

from app.core.db import db
from app.news.actions import importing, preparing


def prepare_alerts() -> None:
    count = preparing.load_defaults()
    db.session.commit()
    click.echo(f"{count} prepared alerts added")


def fetch_feeds() -> None:
    importing.ask_for_due()
