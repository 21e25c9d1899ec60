"""``market load``."""

import click

from app.commands.late import runs


@click.group("market")
def market() -> None:
    """The digital market."""


@market.command("load")
@runs("app.market.cli:load")
def load() -> None:
    """Add the kinds of products and the words of forbidden goods that are not there yet."""
