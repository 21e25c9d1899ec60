"""Sheets that are sent, looked at, confirmed and then worked on by the worker."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import outbox
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import clean
from app.payments import columns, tables
from app.payments.columns import HEAD_WITHIN, Field, Guess
from app.payments.models import ColumnMapping, SheetUpload
from app.payments.models.upload import MAX_NAME

SHOWN_ROWS = 5
QUEUE = "sheets"


def receive(
    kind: str,
    subject_id: int,
    fields: Sequence[Field],
    file: tuple[str, bytes],
    user_id: int | None,
    now: datetime,
) -> SheetUpload:
    """Keep a sheet (its name and bytes) and guess its columns; nothing of it is applied.

    Raises:
        DomainError: nothing was sent. SheetError: it cannot be read as a table.
    """
    name, content = file
    if not content:
        raise DomainError(_l("Choose the file first."), field="file")
    rows = tables.first_rows(content, HEAD_WITHIN + SHOWN_ROWS)
    guess = columns.guess(fields, rows)
    tables.refuse_merged(content, guess.head_row)
    upload = SheetUpload(
        kind=kind,
        subject_id=subject_id,
        file_name=clean(name, MAX_NAME),
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        head_row=guess.head_row,
        heads=guess.heads,
        sample=[cells for number, cells in rows if number > guess.head_row][:SHOWN_ROWS],
        columns=_remembered(kind, subject_id, guess),
        problems=[],
        result={},
        created_at=now,
        created_by_id=user_id,
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def check(upload: SheetUpload, fields: Sequence[Field], typed: dict[str, str]) -> None:
    """Take the columns a clerk confirmed, remember them, and have the worker read the sheet.

    Raises:
        DomainError: a required column is not chosen.
    """
    found = columns.chosen(fields, typed, len(upload.heads))
    upload.begin_check(dict(found))
    _remember(upload)
    work(upload, "check")


def work(upload: SheetUpload, step: str) -> None:
    """Have the worker do a step of that kind of sheet."""
    key = f"{upload.kind}:{step}:{upload.code}"
    outbox.add(QUEUE, f"{upload.kind}.{step}", {"upload": upload.id}, dedupe_key=key)


def _remembered(kind: str, subject_id: int, guess: Guess) -> dict[str, int]:
    known = _mapping(kind, subject_id, columns.digest(guess.heads))
    return dict(known.columns) if known else dict(guess.columns)


def _remember(upload: SheetUpload) -> None:
    digest = columns.digest(upload.heads)
    known = _mapping(upload.kind, upload.subject_id, digest)
    if known is None:
        known = ColumnMapping(
            kind=upload.kind, subject_id=upload.subject_id, heads_digest=digest, columns={}
        )
        db.session.add(known)
    known.columns = dict(upload.columns)


def _mapping(kind: str, subject_id: int, digest: str) -> ColumnMapping | None:
    statement = select(ColumnMapping).where(
        ColumnMapping.kind == kind,
        ColumnMapping.subject_id == subject_id,
        ColumnMapping.heads_digest == digest,
    )
    return db.session.scalar(statement)
