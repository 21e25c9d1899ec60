"""``payments reconcile``."""

import click

from app.commands.late import runs
from app.commands.options import COLUMN, FILE, SHEET


@click.group("payments")
def payments() -> None:
    """Money that came in."""


@payments.command("reconcile")
@click.argument("file", type=FILE)
@click.option("--account", "code", help="The account's code, where there is more than one.")
@SHEET
@COLUMN
@runs("app.payments.cli:reconcile")
def reconcile() -> None:
    """Match a bank statement (CSV, XLSX, XLS) with what is owed. All of it or nothing."""
