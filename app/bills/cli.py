"""What ``bills import`` does."""

from pathlib import Path

import click

from app.accounts.actors import SYSTEM
from app.bills import jobs, queries
from app.bills.actions import importing
from app.bills.bill_rows import FIELDS
from app.core import clock, outbox
from app.core.db import db
from app.core.errors import DomainError
from app.payments import uploads
from app.payments.models import SheetUpload
from app.payments.models.upload import CHECKED


def import_bills(
    biller: str, file: Path, publish: bool, sheet: str | None, column: tuple[str, ...]
) -> None:
    found = queries.biller_by_code(biller)
    if found is None:
        raise click.ClickException(f"there is no biller {biller}")
    try:
        upload = _checked(found.id, file, sheet, column)
    except DomainError as error:
        db.session.rollback()
        raise click.ClickException(str(error.message)) from error
    if upload.state != CHECKED:
        raise click.ClickException("; ".join(f"{row}: {why}" for row, why in upload.problems[:10]))
    counts = dict(upload.result)
    upload.go("apply")
    upload.rows_done = 0
    db.session.commit()
    while importing.apply_some(upload, found, SYSTEM, clock.now()):
        db.session.commit()
    importing.finish(upload, SYSTEM, clock.now())
    if publish:
        outbox.add(uploads.QUEUE, f"{jobs.SHEET}.publish", {"upload": upload.id})
    db.session.commit()
    outbox.drain(uploads.QUEUE)
    click.echo(", ".join(f"{name} {count}" for name, count in counts.items()))
    for row, text in upload.aside:
        click.echo(f"set aside {row}: {text}", err=True)


def _checked(biller_id: int, file: Path, sheet: str | None, said: tuple[str, ...]) -> SheetUpload:
    content = (file.name, file.read_bytes())
    upload = uploads.receive(jobs.SHEET, biller_id, FIELDS, content, None, clock.now())
    if sheet is not None:
        uploads.choose_sheet(upload, FIELDS, sheet)
    uploads.check(upload, FIELDS, uploads.typed_of(upload, FIELDS, said))
    db.session.commit()
    outbox.drain(uploads.QUEUE)
    db.session.refresh(upload)
    return upload
