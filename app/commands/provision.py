"""``provision starter``, ``import``, ``export``."""

import click

from app.commands.late import runs
from app.commands.options import FILE

NEW_FILE = click.Path(dir_okay=False, writable=True)


@click.group("provision")
def provision() -> None:
    """Set a province up."""


@provision.command("starter")
@runs("app.operation.provisioning.cli:load_starter")
def starter() -> None:
    """Add what a province begins with: topics, deadlines, answers, alerts, prices, links.

    What is there already stays as it is. Safe to run again.
    """


@provision.command("import")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@runs("app.operation.provisioning.cli:import_workbook")
def import_workbook() -> None:
    """Set agencies, officials, topics, routing, deadlines, hotlines and links by a workbook FILE.

    All of it or nothing, and safe to run again. What is in no row stays as it is. Rights to sealed
    matters, phone numbers or administration wait for an administrator who confirms them.
    """


@provision.command("export")
@click.argument("file", type=NEW_FILE)
@click.option("--without-officials", is_flag=True, help="Leave people and their numbers out.")
@runs("app.operation.provisioning.cli:export_workbook")
def export_workbook() -> None:
    """Write the province as a workbook FILE, as `provision import` reads it."""
