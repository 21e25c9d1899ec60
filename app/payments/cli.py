"""``payments reconcile``."""

from pathlib import Path

import click

from app.accounts.actors import SYSTEM
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.payments import jobs, queries, reconciling, statement_rows, uploads
from app.payments.models import BankAccount
from app.payments.models.statement import BY_FILE
from app.payments.reconciling import CHUNK


@click.group("payments")
def commands() -> None:
    """Money that came in."""


@commands.command("reconcile")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--account", "code", help="The account's code, where there is more than one.")
def reconcile(file: Path, code: str | None) -> None:
    """Match a bank statement, CSV or XLSX, with what is owed. All of it or nothing."""
    account = _account(code)
    try:
        counts = _taken(account, file)
    except DomainError as error:
        db.session.rollback()
        raise click.ClickException(str(error.message)) from error
    db.session.commit()
    click.echo(", ".join(f"{name} {count}" for name, count in counts.items()))


def _account(code: str | None) -> BankAccount:
    if code:
        found = [each for each in (queries.account_by_code(code),) if each]
    else:
        found = list(queries.all_accounts())
    if len(found) != 1:
        known = ", ".join(each.code for each in queries.all_accounts()) or "none"
        raise click.ClickException(f"say which account: --account CODE (there are: {known})")
    return found[0]


def _taken(account: BankAccount, file: Path) -> dict[str, int]:
    """Take the file in and give the counts; raises ``DomainError`` for a file that is unfit."""
    now = clock.now()
    upload = uploads.receive(
        jobs.STATEMENT, account.id, statement_rows.FIELDS, (file.name, file.read_bytes()), None, now
    )
    typed = {f"column-{name}": str(at) for name, at in upload.columns.items()}
    uploads.check(upload, statement_rows.FIELDS, typed)
    movements = list(jobs.read_all(upload))
    if upload.problems:
        raise DomainError("; ".join(f"{row}: {why}" for row, why in upload.problems[:10]))
    taking = reconciling.begin(account, BY_FILE, SYSTEM, now, upload.file_name)
    for start in range(0, len(movements), CHUNK):
        reconciling.take(taking, movements[start : start + CHUNK])
    row = reconciling.finish(taking)
    upload.finish({"statement": row.id, "code": row.code}, now)
    return {"matched": row.matched, "unmatched": row.unmatched, "duplicate": row.duplicates}
