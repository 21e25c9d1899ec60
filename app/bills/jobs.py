"""What the worker does: sheets, billers' programs, publishing, reminders, planned cuts."""

from datetime import timedelta
from typing import Any

import structlog

from app.bills import queries
from app.bills.actions import asking, issuing, reminding
from app.bills.adapters import Adapter, adapter_of
from app.bills.adapters.base import PENDING, BillerDown
from app.bills.models import Bill, Biller, CustomerAccount
from app.bills.models.biller import HTTP
from app.core import clock, jobs, outbox
from app.core.db import db
from app.core.outbox import Job, Later
from app.sheets.jobs import turns

log = structlog.get_logger()

POLL_SECONDS, DOWN_SECONDS = 15, 300
QUESTION_LASTS = timedelta(days=1)
MOST_SHOWN = 50


@outbox.handler(issuing.PUBLISH)
def publish_sheet(job: Job) -> None:
    """Publish the drafts of a biller's sheet, in turns."""
    for _published in turns(issuing.publish_sheet(job.payload["upload"], clock.now())):
        pass


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
