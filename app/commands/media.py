"""``media sweep``."""

import click

from app.commands.late import runs


@click.group("media")
def media() -> None:
    """Photos and their files."""


@media.command("sweep")
@runs("app.media.cli:sweep")
def sweep() -> None:
    """Erase what waits for a form that never came, and files without a row; say how many."""
