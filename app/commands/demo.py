"""``demo load``, ``demo generate``, ``demo sign-ins``."""

import click

from app.commands.late import runs


@click.group("demo")
def demo() -> None:
    """The demonstration province; never beside real people."""


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing where people are already there.")
@click.option("--reset", is_flag=True, help="Empty the database and the photos first.")
@runs("app.demo.cli:load")
def load() -> None:
    """Load the demonstration province."""


@demo.command("generate")
@click.argument("count", type=click.IntRange(1, 1_000_000))
@runs("app.demo.cli:generate_reports")
def generate() -> None:
    """Add COUNT generated reports, for measuring."""


@demo.command("sign-ins")
@runs("app.demo.cli:sign_ins")
def sign_ins() -> None:
    """Print who can sign in and how."""
