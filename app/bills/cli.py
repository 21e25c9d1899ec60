"""``bills import``."""

from pathlib import Path

import click

from app.bills import queries
from app.bills.actions import issuing
from app.bills.sheets import SHEET
from app.core import outbox
from app.sheets import uploads
from app.sheets.cli import COLUMN_OPTION, SHEET_OPTION, bring, tell, work


@click.group("bills")
def commands() -> None:
    """Bills of electricity, water, sanitation and others."""


@commands.command("import")
@click.argument("biller")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--publish", is_flag=True, help="Publish the bills too.")
@SHEET_OPTION
@COLUMN_OPTION
def import_bills(
    biller: str, file: Path, publish: bool, sheet: str | None, column: tuple[str, ...]
) -> None:
    """Import BILLER's bills of a month from FILE (CSV, XLSX, XLS). All of it or nothing."""
    found = queries.biller_by_code(biller)
    if found is None:
        raise click.ClickException(f"there is no biller {biller}")
    upload = bring(SHEET, found.id, file, sheet, column)
    if publish:
        outbox.add(uploads.QUEUE, issuing.PUBLISH, {"upload": upload.id})
        work(upload)
    tell(upload.result, upload)
