"""``payments reconcile``."""

from pathlib import Path

import click

from app.core.db import db
from app.payments import queries
from app.payments.models import BankAccount, Statement
from app.payments.sheets import STATEMENT
from app.sheets.cli import COLUMN_OPTION, SHEET_OPTION, bring, tell


@click.group("payments")
def commands() -> None:
    """Money that came in."""


@commands.command("reconcile")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--account", "code", help="The account's code, where there is more than one.")
@SHEET_OPTION
@COLUMN_OPTION
def reconcile(file: Path, code: str | None, sheet: str | None, column: tuple[str, ...]) -> None:
    """Match a bank statement (CSV, XLSX, XLS) with what is owed. All of it or nothing."""
    upload = bring(STATEMENT, _account(code).id, file, sheet, column)
    row = db.session.get_one(Statement, upload.result["statement"])
    counts = {"matched": row.matched, "unmatched": row.unmatched, "duplicate": row.duplicates}
    tell(counts, upload)


def _account(code: str | None) -> BankAccount:
    if code:
        found = [each for each in (queries.account_by_code(code),) if each]
    else:
        found = list(queries.all_accounts())
    if len(found) != 1:
        known = ", ".join(each.code for each in queries.all_accounts()) or "none"
        raise click.ClickException(f"say which account: --account CODE (there are: {known})")
    return found[0]
