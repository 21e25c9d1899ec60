"""Sheets of bills: how a row is read, what applying it would do, and how it is applied."""

from flask_babel import lazy_gettext as _l

from app.bills import bill_rows
from app.bills.actions import importing
from app.bills.bill_rows import FIELDS, Rules
from app.bills.models import Biller
from app.core import audit, clock
from app.core.db import db
from app.core.tables.cells import Cells
from app.core.tables.errors import BadValue
from app.sheets.jobs import register
from app.sheets.kinds import Read, Rows, SheetKind, Steps
from app.sheets.models import SheetUpload


def _reader(upload: SheetUpload) -> Read:
    biller, heads = biller_of(upload), upload.heads
    bill_rows.check_heads(heads, upload.columns)
    rules = Rules(clock.local(clock.now()).date(), biller.days_to_pay)
    said, seen = Cells(FIELDS, upload.columns), dict[tuple[str, str], int]()

    def bill(number: int, cells: list[str]) -> importing.Said | None:
        row = said.row(cells)
        if bill_rows.is_aside(cells, row, heads):
            return None
        read = bill_rows.read(row, said, rules)
        first = seen.setdefault((read["code_key"], read["period"]), number)
        if first != number:
            raise BadValue(_l("The same code and period stand in row %(row)s.", row=first))
        read["row"] = number
        return read

    return bill


def _stage(upload: SheetUpload, rows: Rows) -> Steps:
    biller, counts = biller_of(upload), {"total": 0, "gaps": 0}
    for start in range(0, len(rows), importing.CHUNK):
        some = rows[start : start + importing.CHUNK]
        for what, count in importing.stage(upload, biller, some).items():
            counts[what] = counts.get(what, 0) + count
        upload.result = dict(counts)
        yield len(some)


def _apply(upload: SheetUpload, _staged: Rows) -> Steps:
    biller = biller_of(upload)
    by = upload.by(biller.agency_id)
    # Rows that change nothing were not staged: they are done.
    upload.rows_done = upload.rows_total - importing.left(upload)
    while done := importing.apply_some(upload, biller, by, clock.now()):
        yield done
    now, after = clock.now(), upload.result
    audit.record(by.reference, "import-bills", upload.reference, now=now, after=after)


def biller_of(upload: SheetUpload) -> Biller:
    return db.session.get_one(Biller, upload.subject_id)


SHEET = register(
    SheetKind(
        name="bills",
        fields=FIELDS,
        reader=_reader,
        stage=_stage,
        unstage=importing.unstage,
        apply=_apply,
    )
)
