"""Operator commands for photos."""

from __future__ import annotations

import click

from app.core import clock
from app.media import jobs


@click.group("media")
def commands() -> None:
    """Photos and their files."""


@commands.command("sweep")
def sweep() -> None:
    """Erase what waits for a form that never came, and files without a row; say how many."""
    swept = jobs.sweep(clock.now())
    click.echo(
        f"{swept.stale} stale photos erased, {swept.recordings} stale recordings erased, "
        f"{swept.papers} stale documents erased, "
        f"{swept.stuck} photos waiting for sizes, "
        f"{swept.orphans} orphaned files deleted"
    )
