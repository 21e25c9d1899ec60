"""``scorecards rebuild``, ``scorecards verify FILE``."""

import click

from app.commands.late import runs


@click.group("scorecards")
def scorecards() -> None:
    """The public account."""


@scorecards.command("rebuild")
@runs("app.scorecards.cli:rebuild")
def rebuild() -> None:
    """Count all reports from scratch, publish months that are over and what reads otherwise now.

    What was published stays; a correction is a further edition beside it.
    """


@scorecards.command("verify")
@click.argument("file", type=click.File("rb"))
@click.option("--key", help="The public key to check with; without it this deployment's own.")
@runs("app.scorecards.cli:verify")
def verify() -> None:
    """Say whether FILE (the JSON of an edition) reads as it was published."""
