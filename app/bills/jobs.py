"""What the worker does: sheets, billers' programs, publishing, reminders, planned cuts."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import structlog
from flask_babel import lazy_gettext as _l

from app.accounts.actors import OFFICIAL, Actor
from app.bills import bill_rows, queries
from app.bills.actions import asking, importing, issuing, reminding
from app.bills.adapters import Adapter, adapter_of
from app.bills.adapters.base import PENDING, BillerDown
from app.bills.models import Bill, Biller, CustomerAccount
from app.bills.models.biller import HTTP
from app.core import clock, jobs, outbox
from app.core.db import db
from app.core.outbox import Job, Later
from app.core.tables.errors import SheetError
from app.core.tables.values import BadValue, as_key
from app.payments import uploads
from app.payments.models import SheetUpload
from app.payments.models.upload import APPLYING, CHECKING

log = structlog.get_logger()

SHEET = "bills"
TURN_SECONDS = 20.0
POLL_SECONDS, DOWN_SECONDS = 15, 300
QUESTION_LASTS = timedelta(days=1)
MOST_SHOWN = 50
Row = dict[str, Any]


@outbox.handler(f"{SHEET}.check")
def check_sheet(job: Job) -> None:
    """Read an uploaded sheet of bills and keep its rows for applying; one bad row stops all."""
    upload = db.session.get(SheetUpload, job.payload["upload"])
    if upload is None or upload.state != CHECKING or upload.content is None:
        return
    biller = db.session.get(Biller, upload.subject_id)
    assert biller is not None
    importing.unstage(upload)
    upload.rows_done, upload.result = 0, {}
    rows = list(_read(upload, biller))
    upload.rows_total = len(rows)
    db.session.commit()
    if upload.state == CHECKING and not upload.rows_bad and rows:
        _stage(upload, biller, rows)
    elif upload.state == CHECKING:
        uploads.refuse(upload)


@outbox.handler(f"{SHEET}.apply")
def apply_sheet(job: Job) -> None:
    """Make draft bills of a checked sheet, in turns; a killed worker's work is taken up again."""
    upload = db.session.get(SheetUpload, job.payload["upload"])
    if upload is None or upload.state != APPLYING:
        return
    biller = db.session.get(Biller, upload.subject_id)
    assert biller is not None
    by = Actor(OFFICIAL, upload.created_by_id, biller.agency_id)
    until = time.monotonic() + TURN_SECONDS
    while done := importing.apply_some(upload, biller, by, clock.now()):
        upload.rows_done += done
        db.session.commit()
        if time.monotonic() > until:
            raise Later(0)
    importing.finish(upload, by, clock.now())


@outbox.handler(f"{SHEET}.publish")
def publish_sheet(job: Job) -> None:
    """Publish the drafts of a biller's sheet, in turns."""
    until = time.monotonic() + TURN_SECONDS
    while bills := queries.drafts_of_upload(job.payload["upload"], importing.CHUNK):
        issuing.publish(bills, clock.now())
        db.session.commit()
        if time.monotonic() > until:
            raise Later(0)


@outbox.handler(asking.ASK)
def ask_biller(job: Job) -> None:
    """Ask a biller's program about a code; a pending answer is asked for again."""
    account = db.session.get(CustomerAccount, job.payload["account"])
    if account is None:
        return
    adapter, pending = adapter_of(account.biller), account.pending_reference or ""
    code, now = account.code, clock.now()
    db.session.commit()  # no lock is held while the network is waited for
    try:
        answer = adapter.inquire(code, pending)
    except BillerDown as down:
        log.warning("biller.down", biller=account.biller.code, reason=str(down))
        asking.hear_nothing(account, now)
        db.session.commit()
        raise _later(job, DOWN_SECONDS) from down
    asking.hear(account, answer, now)
    if answer.kind == PENDING:
        db.session.commit()
        raise _later(job, POLL_SECONDS)


@outbox.handler(asking.CONFIRM)
def confirm_payment(job: Job) -> None:
    """Tell a biller's program that a bill was paid; until it says so it is told again."""
    bill = db.session.get(Bill, job.payload["bill"])
    if bill is None:
        return
    adapter, name = adapter_of(bill.biller), bill.foreign_id
    db.session.commit()
    try:
        adapter.confirm(name, job.payload["amount"], job.payload["ref"])
    except BillerDown as down:
        raise Later(DOWN_SECONDS) from down


@outbox.handler(asking.COMPARE)
def compare_payments(job: Job) -> None:
    """Ask a biller's program to describe itself, and compare its payments with our receipts."""
    biller = db.session.get(Biller, job.payload["biller"])
    if biller is None or biller.adapter != HTTP:
        return
    number, adapter, known = biller.id, adapter_of(biller), queries.receipts_by_number(biller)
    db.session.commit()
    told = _told(adapter, known)
    found = db.session.get(Biller, number)
    if found is not None:
        found.hear(told, clock.now())


@jobs.every(timedelta(days=1))
def compare() -> None:
    for biller in queries.connected_billers():
        asking.compare_later(biller)
    db.session.commit()


@jobs.every(timedelta(hours=1))
def remind() -> None:
    """Tell people of bills that are due, of cards that end; ask billers' programs anew."""
    now = clock.now()
    reminding.remind(now)
    for account in queries.accounts_to_ask(now):
        asking.ask_later(account, now)
    db.session.commit()


def _told(adapter: Adapter, known: dict[str, int]) -> dict[str, Any]:
    try:
        inputs, found = adapter.describe(), adapter.reconcile([])
    except BillerDown as down:
        return {"down": str(down)}
    return {
        "hints": [each.hint for each in inputs],
        "matched": len(found.matched),
        "unmatched": [(number, number in known) for number in found.unmatched[:MOST_SHOWN]],
        "duplicate": found.duplicate[:MOST_SHOWN],
    }


def _later(job: Job, seconds: int) -> BaseException:
    """Ask again for a day; then the hourly round asks anew."""
    if clock.now() - job.created_at > QUESTION_LASTS:
        return outbox.GiveUp("no answer for a day")
    return Later(seconds)


def _read(upload: SheetUpload, biller: Biller) -> Iterator[Row]:
    """Give the rows that can be taken; what is wrong with others is noted on the upload."""
    today = clock.local(clock.now()).date()
    rules = bill_rows.Rules(today, biller.days_to_pay, biller.is_metered)
    seen: dict[tuple[str, str], int] = {}
    columns = upload.columns

    def bill(number: int, cells: list[str]) -> Row | None:
        if bill_rows.is_aside(cells, columns, upload.heads):
            return None
        row = bill_rows.read(cells, columns, rules)
        row |= {"row": number, "code_key": as_key(row["code"])}
        first = seen.setdefault((row["code_key"], row["period"]), number)
        if first != number:
            raise BadValue(_l("The same code and period stand in row %(row)s.", row=first))
        return row

    try:
        bill_rows.check_heads(upload.heads, columns)
    except SheetError as error:
        upload.fail(str(error.message))
        return
    yield from uploads.read_rows(upload, bill)


def _stage(upload: SheetUpload, biller: Biller, rows: list[Row]) -> None:
    result = {"total": sum(row["total"] for row in rows), "gaps": sum(map(_has_gap, rows))}
    for start in range(0, len(rows), importing.CHUNK):
        some = rows[start : start + importing.CHUNK]
        for verdict, count in importing.stage(upload, biller, some).items():
            result[verdict] = result.get(verdict, 0) + count
        upload.rows_done += len(some)
        db.session.commit()
    upload.result = result
    upload.go("show")


def _has_gap(row: Row) -> bool:
    parts = row["before_tax"]
    return parts is not None and parts + (row["tax"] or 0) + (row["fee"] or 0) != row["total"]
