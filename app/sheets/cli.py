"""What the commands that take a sheet share."""

from collections.abc import Mapping
from pathlib import Path

import click

from app.core import clock, outbox
from app.core.db import db
from app.core.errors import DomainError
from app.sheets import uploads
from app.sheets.kinds import SheetKind
from app.sheets.models import CHECKED, DONE, SheetUpload


def bring(
    kind: SheetKind, subject_id: int, file: Path, sheet: str | None, said: tuple[str, ...]
) -> SheetUpload:
    """Send, check and apply a file as a person does on the pages.

    Raises:
        ClickException: it is unfit, in doubt, or a row of it cannot be taken: nothing was changed.
    """
    sent = (file.name, file.read_bytes())
    try:
        upload = uploads.receive(kind, subject_id, sent, None, clock.now())
        if sheet is not None:
            uploads.choose_sheet(upload, sheet)
        uploads.check(upload, uploads.typed_of(upload, said))
    except DomainError as error:
        db.session.rollback()
        raise click.ClickException(str(error.message)) from error
    work(upload)
    if upload.state == CHECKED:
        uploads.apply(upload)
        work(upload)
    if upload.state != DONE:
        reasons = [f"{row}: {why}" for row, why in upload.problems[:10]]
        raise click.ClickException("; ".join(reasons) or "not finished: the worker goes on")
    return upload


def work(upload: SheetUpload) -> None:
    """Commit, and do here what the worker would do."""
    db.session.commit()
    outbox.drain(uploads.QUEUE)
    db.session.refresh(upload)


def tell(counts: Mapping[str, object], upload: SheetUpload) -> None:
    """Print what became of the rows, and which were none."""
    click.echo(", ".join(f"{name} {count}" for name, count in counts.items()))
    for row, text in upload.aside:
        click.echo(f"set aside {row}: {text}", err=True)
