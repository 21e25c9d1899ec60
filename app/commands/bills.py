"""``bills import``."""

import click

from app.commands.late import runs
from app.commands.options import COLUMN, FILE, SHEET


@click.group("bills")
def bills() -> None:
    """Bills of electricity, water, sanitation and others."""


@bills.command("import")
@click.argument("biller")
@click.argument("file", type=FILE)
@click.option("--publish", is_flag=True, help="Publish the bills too.")
@SHEET
@COLUMN
@runs("app.bills.cli:import_bills")
def import_bills() -> None:
    """Import BILLER's bills of a month from FILE (CSV, XLSX, XLS). All of it or nothing."""
