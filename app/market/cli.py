"""What ``market load`` does."""

import click

from app.core.db import db
from app.market import seeding


def load() -> None:
    count = seeding.load()
    db.session.commit()
    click.echo(f"{count} kinds and words added")
