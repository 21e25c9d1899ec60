"""What ``payments reconcile`` does."""

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


def reconcile(file: Path, code: str | None, sheet: str | None, column: tuple[str, ...]) -> None:
    account = _account(code)
    try:
        counts, aside = _taken(account, file, sheet, column)
    except DomainError as error:
        db.session.rollback()
        raise click.ClickException(str(error.message)) from error
    db.session.commit()
    click.echo(", ".join(f"{name} {count}" for name, count in counts.items()))
    for row, text in aside:
        click.echo(f"set aside {row}: {text}", err=True)


def _account(code: str | None) -> BankAccount:
    if code:
        found = [each for each in (queries.account_by_code(code),) if each]
    else:
        found = list(queries.all_accounts())
    if len(found) != 1:
        known = ", ".join(each.code for each in queries.all_accounts()) or "none"
        raise click.ClickException(f"say which account: --account CODE (there are: {known})")
    return found[0]


def _taken(
    account: BankAccount, file: Path, sheet: str | None, said: tuple[str, ...]
) -> tuple[dict[str, int], list[tuple[int, str]]]:
    """Take the file in; give the counts and the rows set aside.

    Raises ``DomainError`` for a file that is unfit.
    """
    now = clock.now()
    upload = uploads.receive(
        jobs.STATEMENT, account.id, statement_rows.FIELDS, (file.name, file.read_bytes()), None, now
    )
    if sheet is not None:
        uploads.choose_sheet(upload, statement_rows.FIELDS, sheet)
    typed = uploads.typed_of(upload, statement_rows.FIELDS, said)
    uploads.check(upload, statement_rows.FIELDS, typed, statement_rows.ONE_OF)
    movements = list(jobs.read_all(upload))
    if upload.problems:
        raise DomainError("; ".join(f"{row}: {why}" for row, why in upload.problems[:10]))
    taking = reconciling.begin(account, BY_FILE, SYSTEM, now, upload.file_name)
    for start in range(0, len(movements), CHUNK):
        reconciling.take(taking, movements[start : start + CHUNK])
    row = reconciling.finish(taking)
    upload.finish({"statement": row.id, "code": row.code}, now)
    counts = {"matched": row.matched, "unmatched": row.unmatched, "duplicate": row.duplicates}
    return counts, [(number, text) for number, text in upload.aside]
