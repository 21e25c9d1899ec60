"""What ``media sweep`` does."""

import click

from app.core import clock
from app.media import jobs


def sweep() -> None:
    swept = jobs.sweep(clock.now())
    click.echo(
        f"{swept.stale} stale photos erased, {swept.recordings} stale recordings erased, "
        f"{swept.papers} stale documents erased, "
        f"{swept.stuck} photos waiting for sizes, "
        f"{swept.orphans} orphaned files deleted"
    )
