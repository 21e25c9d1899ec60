"""What ``payments reconcile`` does."""

from pathlib import Path

import click

from app.core.db import db
from app.payments import queries
from app.payments.models import BankAccount, Statement
from app.payments.sheets import STATEMENT
from app.sheets.cli import bring, tell


def reconcile(file: Path, code: str | None, sheet: str | None, column: tuple[str, ...]) -> None:
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
