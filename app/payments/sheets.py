"""Bank statements as sheets: what a row says, and how the rows are taken in."""

from collections.abc import Sequence

from app.core import clock
from app.core.db import db
from app.payments import queries, reconciling, statement_rows
from app.payments.models import Statement
from app.payments.models.statement import BY_FILE
from app.payments.reconciling import CHUNK, Taking
from app.payments.statement_rows import Movement
from app.sheets.jobs import register
from app.sheets.kinds import Read, SheetKind, Steps
from app.sheets.models import SheetUpload


def _reader(upload: SheetUpload) -> Read:
    columns, heads = upload.columns, upload.heads

    def movement(_number: int, cells: list[str]) -> Movement | None:
        return statement_rows.read(cells, columns, heads)

    return movement


def _take_in(upload: SheetUpload, movements: Sequence[Movement]) -> Steps:
    taking = _taking(upload)
    for movement in movements[: upload.rows_done]:
        taking.listed.add(movement.ids.same, movement.ids.number)
    for start in range(upload.rows_done, len(movements), CHUNK):
        some = movements[start : start + CHUNK]
        reconciling.take(taking, some)
        yield len(some)
    reconciling.finish(taking)


def _taking(upload: SheetUpload) -> Taking:
    """Begin the upload's statement, or go on with it."""
    now, by = clock.now(), upload.by()
    row = db.session.get(Statement, upload.result.get("statement", 0))
    if row is not None:
        return Taking(row.account, row, by, now)
    account = queries.account_by_id(upload.subject_id)
    assert account is not None
    taking = reconciling.begin(account, BY_FILE, by, now, upload.file_name)
    upload.result = {"statement": taking.statement.id, "code": taking.statement.code}
    return taking


STATEMENT = register(
    SheetKind(
        name="statement",
        fields=statement_rows.FIELDS,
        one_of=statement_rows.ONE_OF,
        reader=_reader,
        apply=_take_in,
    )
)
