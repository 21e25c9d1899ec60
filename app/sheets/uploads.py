"""Sheets that are sent, looked at and confirmed: what people do; the worker does the rest."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core import outbox
from app.core.db import db
from app.core.errors import DomainError
from app.core.tables import columns, reading
from app.core.tables.columns import HEAD_WITHIN, Field
from app.core.tables.reading import Table
from app.core.text import ascii_slug, clean, whole
from app.sheets.kinds import SheetKind, kind_of
from app.sheets.models import MAX_NAME, ColumnMapping, SheetUpload

SHOWN_ROWS = 5
QUEUE = "sheets"


def receive(
    kind: SheetKind,
    subject_id: int,
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
    tables = _with_rows(kind, content)
    meant = [each for each in tables if columns.has_head(kind.fields, each.rows)] or tables
    upload = SheetUpload(
        kind=kind.name,
        subject_id=subject_id,
        file_name=clean(name, MAX_NAME),
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        sheets=[each.name for each in tables],
        problems=[],
        result={},
        created_at=now,
        created_by_id=user_id,
    )
    _show(upload, meant[0])
    upload.sheet = meant[0].name if len(meant) == 1 else ""
    db.session.add(upload)
    db.session.flush()
    return upload


def choose_sheet(upload: SheetUpload, name: str) -> None:
    """Take the sheet that a person means, and guess its columns.

    Raises:
        DomainError: there is no such sheet.
    """
    if name not in upload.sheets:
        raise DomainError(
            _l("Say which sheet is meant: %(names)s.", names=", ".join(upload.sheets)),
            field="sheet",
        )
    _show(upload, _with_rows(kind_of(upload), upload.content or b"", name)[0])
    upload.sheet = name


def check(upload: SheetUpload, typed: dict[str, str]) -> None:
    """Take the columns a clerk confirmed, remember them, and have the worker read the sheet.

    Where another sheet was chosen that one is shown first: nothing is read.

    Raises:
        DomainError: no sheet is chosen, or no column for a required field.
    """
    wanted = typed.get("sheet", upload.sheet)
    if upload.asks_for_sheet or wanted != upload.sheet:
        choose_sheet(upload, wanted)
        return
    kind = kind_of(upload)
    found = columns.chosen(kind.fields, typed, len(upload.heads), kind.one_of)
    upload.begin_check(dict(found))
    _remember(upload)
    work(upload, "check")


def apply(upload: SheetUpload) -> None:
    """Have the worker apply a sheet that was checked: all of its rows."""
    upload.begin_apply()
    work(upload, "apply")


def typed_of(upload: SheetUpload, said: Sequence[str]) -> dict[str, str]:
    """Give the columns as a form would: those guessed or remembered, and what a command said.

    ``said`` are FIELD=HEAD, with the head as it stands in the file or the column's number from 1;
    FIELD= is none.

    Raises:
        DomainError: no such field or head, a sheet or a field that is still in doubt.
    """
    if upload.asks_for_sheet:
        choose_sheet(upload, "")
    given = dict(pair.partition("=")[::2] for pair in said)
    _refuse_doubt(upload, kind_of(upload).fields, given)
    found = {**upload.columns, **{name: _column_of(upload, head) for name, head in given.items()}}
    return {f"column-{name}": str(at) for name, at in found.items() if at is not None}


def work(upload: SheetUpload, step: str) -> None:
    """Have the worker do a step: check or apply."""
    key = f"{upload.kind}:{step}:{upload.code}"
    outbox.add(QUEUE, f"{upload.kind}.{step}", {"upload": upload.id}, dedupe_key=key)


def _refuse_doubt(upload: SheetUpload, fields: Sequence[Field], given: dict[str, str]) -> None:
    labels = {field.name: field.label for field in fields}
    for name in given.keys() - labels.keys():
        raise DomainError(_l("There is no field called “%(name)s”.", name=name))
    for name in upload.doubtful:
        if name not in given:
            raise DomainError(
                _l("Several columns could be “%(what)s”: say which with --column %(name)s=HEAD.",
                   what=labels[name], name=name)
            )  # fmt: skip


def _column_of(upload: SheetUpload, head: str) -> int | None:
    if not head:
        return None
    number = whole(head, 3)
    if number is not None and 1 <= number <= len(upload.heads):
        return number - 1
    found = [at for at, each in enumerate(upload.heads) if ascii_slug(each) == ascii_slug(head)]
    if len(found) != 1:
        raise DomainError(
            _l("No column, or more than one, is called “%(head)s”. The heads are: %(heads)s.",
               head=head, heads=" | ".join(upload.heads))
        )  # fmt: skip
    return found[0]


def _with_rows(kind: SheetKind, content: bytes, sheet: str = "") -> list[Table]:
    """Give the sheets that have rows, with the first of these; one at least."""
    found = reading.look(content, HEAD_WITHIN + SHOWN_ROWS, kind.limits, sheet)
    return [each for each in found if each.rows] or found[:1]


def _show(upload: SheetUpload, table: Table) -> None:
    """Guess the columns of a sheet, and keep what a person needs to see to correct them."""
    guess = columns.guess(kind_of(upload).fields, table.rows)
    upload.head_row, upload.heads, upload.letters = guess.head_row, guess.heads, table.letters
    below = [cells for number, cells in table.rows if number > guess.head_row]
    upload.sample = below[:SHOWN_ROWS]
    known = _mapping(upload.kind, upload.subject_id, columns.digest(guess.heads))
    upload.columns = dict(known.columns if known else guess.columns)
    upload.doubtful = [] if known else list(guess.doubtful)


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
