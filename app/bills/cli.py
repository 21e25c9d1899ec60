"""What ``bills import`` does."""

from pathlib import Path

import click

from app.bills import queries
from app.bills.actions import issuing
from app.bills.sheets import SHEET
from app.core import outbox
from app.sheets import uploads
from app.sheets.cli import bring, tell, work


def import_bills(
    biller: str, file: Path, publish: bool, sheet: str | None, column: tuple[str, ...]
) -> None:
    found = queries.biller_by_code(biller)
    if found is None:
        raise click.ClickException(f"there is no biller {biller}")
    upload = bring(SHEET, found.id, file, sheet, column)
    if publish:
        outbox.add(uploads.QUEUE, issuing.PUBLISH, {"upload": upload.id})
        work(upload)
    tell(upload.result, upload)
