"""What the worker does with sheets: read, stage, apply; and it forgets those nobody applied."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import clock, jobs
from app.core.db import db, for_change
from app.core.errors import DomainError
from app.core.outbox import Job, Later
from app.core.tables import reading
from app.core.tables.errors import BadValue
from app.core.tables.reading import Table
from app.sheets import kinds, queries
from app.sheets.kinds import Read, SheetKind, Steps, kind_of
from app.sheets.models import APPLYING, CHECKING, Notes, SheetUpload

TURN_SECONDS = 20.0
"""After so long a job lets go and is called again: well below the outbox's lease."""
MERGED = _l("Cells are merged over several rows here. Split them, then send the file again.")
NO_ROWS = _l("No row of the file could be taken as one. Check the columns.")


def register(kind: SheetKind) -> SheetKind:
    """Add a kind of sheet; its room calls it once, when it is imported."""
    kinds.register(kind, check, apply)
    return kind


def turns(steps: Steps) -> Iterator[int]:
    """Do steps one after another, committing after each: what was done is never done again.

    Raises:
        Later: the turn is over, and something may be left.
    """
    until = time.monotonic() + TURN_SECONDS
    for done in steps:
        yield done
        db.session.commit()
        if time.monotonic() > until:
            raise Later(0)


def check(job: Job) -> None:
    """Read every row of a sheet; one bad row stops all. Then it is shown, or applied at once."""
    upload = upload_of(job, CHECKING)
    if upload is None or upload.content is None:
        return
    kind = kind_of(upload)
    number, notes = upload.id, Notes()
    try:
        rows = _read(upload, kind, notes)
    except DomainError as error:
        _fail(number, str(error.message))
        return
    found = held(number, CHECKING)  # somebody may have dropped it meanwhile
    if found is None:
        return
    found.note(notes)
    found.rows_total = len(rows)
    _unstage(found)  # of an earlier check, or of a killed worker's
    if notes.bad:
        found.go("fail")
    elif not rows:
        found.fail(str(NO_ROWS))
    elif kind.stage is None:
        _apply(found, kind.apply(found, rows))
    else:
        _stage(found, kind.stage(found, rows))


def apply(job: Job) -> None:
    """Apply a sheet that was shown; a killed worker's work is taken up again."""
    upload = upload_of(job, APPLYING)
    if upload is not None:
        _apply(upload, kind_of(upload).apply(upload, ()))


@jobs.every(timedelta(days=1))
def forget_old() -> None:
    """Drop the sheets that nobody applied."""
    now = clock.now()
    for upload in queries.forgotten(now):
        drop(upload)
    db.session.commit()


def drop(upload: SheetUpload) -> None:
    """Drop a sheet that was not applied, with what was staged of it."""
    _unstage(upload)
    upload.drop(clock.now())


def _unstage(upload: SheetUpload) -> None:
    unstage = kind_of(upload).unstage
    if unstage is not None:
        unstage(upload)


def upload_of(job: Job, state: str) -> SheetUpload | None:
    """Give the job's sheet while it is in that state."""
    found = db.session.get(SheetUpload, job.payload["upload"])
    return found if found is not None and found.state == state else None


def held(number: int, state: str) -> SheetUpload | None:
    """Give the sheet, locked until the transaction ends, if it is still in that state."""
    statement = select(SheetUpload).where(SheetUpload.id == number, SheetUpload.state == state)
    return db.session.scalar(for_change(statement))


def _fail(number: int, message: str) -> None:
    found = held(number, CHECKING)
    if found is not None:
        found.note(Notes())
        found.fail(message)


def _read(upload: SheetUpload, kind: SheetKind, notes: Notes) -> list[Any]:
    """Give what the rows below the heads say; what is wrong with one is noted.

    Reading takes a while: nobody is kept waiting for the database meanwhile.
    """
    read, head_row = kind.reader(upload), upload.head_row
    content, sheet = upload.content or b"", upload.sheet
    db.session.commit()
    table = reading.read(content, sheet, kind.limits)
    rows = []
    for number, cells in table.rows:
        if number != head_row:
            row = _row(table, number, cells, read if number > head_row else _letterhead, notes)
            if row is not None:
                rows.append(row)
    return rows


def _row(table: Table, number: int, cells: list[str], read: Read, notes: Notes) -> Any:
    try:
        row = read(number, cells)
        if row is not None and number in table.stacked:
            raise BadValue(MERGED)
    except BadValue as bad:
        notes.found_bad(number, str(bad.message))
        return None
    if row is None:
        notes.found_aside(number, cells)
    return row


def _letterhead(_number: int, _cells: list[str]) -> None:
    """What stands above the heads is no row."""


def _stage(upload: SheetUpload, steps: Steps) -> None:
    upload.rows_done = 0
    for done in steps:
        upload.rows_done += done
        db.session.commit()
    upload.go("show")


def _apply(upload: SheetUpload, steps: Steps) -> None:
    for done in turns(steps):
        upload.rows_done += done
    upload.finish(upload.result, clock.now())
