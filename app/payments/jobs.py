"""What the worker does with statements that were uploaded."""

import time
from collections.abc import Iterator
from datetime import timedelta

from app.accounts.actors import OFFICIAL, SYSTEM, Actor
from app.core import clock, jobs, outbox
from app.core.db import db
from app.core.outbox import Job, Later
from app.payments import hooks, queries, reconciling, statement_rows, uploads
from app.payments.identity import Identity
from app.payments.models import SheetUpload, Statement
from app.payments.models.statement import BY_FILE
from app.payments.models.upload import CHECKING
from app.payments.reconciling import CHUNK, Taking
from app.payments.statement_rows import Movement

STATEMENT = "statement"
TURN_SECONDS = 20.0
"""After so long a job lets go and is called again: well below the outbox's lease."""


@outbox.handler(f"{STATEMENT}.check")
def take_statement(job: Job) -> None:
    """Read an uploaded statement and take it in; a bad row and nothing is taken.

    It commits every few hundred lines and goes on where it was: a killed worker costs nothing.
    """
    upload = db.session.get(SheetUpload, job.payload["upload"])
    if upload is None or upload.state != CHECKING or upload.content is None:
        return
    movements = list(read_all(upload))
    if not upload.rows_bad and movements:
        _take_in_turns(upload, movements)
    elif upload.state == CHECKING:
        uploads.refuse(upload)


def read_all(upload: SheetUpload) -> Iterator[Movement]:
    """Give the movements of a sheet; what is none, and what cannot be read, is noted on it."""

    def movement(_number: int, cells: list[str]) -> Movement | None:
        return statement_rows.read(cells, upload.columns, upload.heads)

    return uploads.read_rows(upload, movement)


def _take_in_turns(upload: SheetUpload, movements: list[Movement]) -> None:
    taking = _taking(upload)
    upload.rows_total = len(movements)
    for movement in movements[: upload.rows_done]:
        ids = Identity.of(movement)
        taking.listed.add(ids.same, ids.number)
    until = time.monotonic() + TURN_SECONDS
    while upload.rows_done < len(movements):
        some = movements[upload.rows_done : upload.rows_done + CHUNK]
        reconciling.take(taking, some)
        upload.rows_done += len(some)
        db.session.commit()
        if time.monotonic() > until and upload.rows_done < len(movements):
            raise Later(0)
    reconciling.finish(taking)
    upload.finish(upload.result, clock.now())


def _taking(upload: SheetUpload) -> Taking:
    """Begin the upload's statement, or go on with it."""
    now = clock.now()
    by = Actor(OFFICIAL, upload.created_by_id) if upload.created_by_id else SYSTEM
    row = db.session.get(Statement, upload.result.get("statement", 0))
    if row is not None:
        return Taking(row.account, row, by, now)
    account = queries.account_by_id(upload.subject_id)
    assert account is not None
    taking = reconciling.begin(account, BY_FILE, by, now, upload.file_name)
    upload.result = {"statement": taking.statement.id, "code": taking.statement.code}
    return taking


@jobs.every(timedelta(days=1))
def forget_old() -> None:
    """Drop sheets nobody applied, and marks of web hooks that could not be replayed any more."""
    now = clock.now()
    for upload in queries.forgotten_uploads(now):
        upload.drop(now)
    hooks.forget_before(now - timedelta(days=1))
    db.session.commit()
