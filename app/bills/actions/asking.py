"""Asking billers' programs: in the worker, never while somebody waits for a page."""

from datetime import datetime, timedelta

import structlog
from flask_babel import lazy_gettext as _l

from app.accounts.actors import SYSTEM
from app.bills import queries
from app.bills.actions import importing, issuing
from app.bills.adapters.base import PENDING, UNAVAILABLE, Answer
from app.bills.models import Bill, Biller, CustomerAccount
from app.bills.models.imported import CORRECTS, NEW, PAID
from app.core import clock, outbox
from app.core.db import db

log = structlog.get_logger()

QUEUE = "billers"
ASK, CONFIRM, COMPARE = "bills.ask", "bills.confirm", "bills.compare"
AGAIN = timedelta(minutes=10)


def ask_later(account: CustomerAccount, now: datetime) -> None:
    """Have the worker ask about a code, unless that was done a few minutes ago."""
    if account.asked_at is not None and clock.lasts(account.asked_at, AGAIN, now):
        return
    account.asked_at = now
    db.session.flush()
    key = f"{ASK}:{account.id}"
    outbox.add(QUEUE, ASK, {"account": account.id}, dedupe_key=key)


def confirm_later(bill: Bill, transaction_ref: str) -> None:
    payload = {"bill": bill.id, "amount": bill.received, "ref": transaction_ref}
    outbox.add(QUEUE, CONFIRM, payload, dedupe_key=f"{CONFIRM}:{transaction_ref}")


def compare_later(biller: Biller) -> None:
    """Have the worker ask a biller's program what it wants typed, and compare payments with it."""
    outbox.add(QUEUE, COMPARE, {"biller": biller.id}, dedupe_key=f"{COMPARE}:{biller.id}")


def hear(account: CustomerAccount, answer: Answer, now: datetime) -> None:
    """Take in what a biller said; bills that are not mentioned stay as they are."""
    account.hear(answer.kind, now, answer.pending if answer.kind == PENDING else None)
    periods = {row["period"] for row in answer.bills}
    known = queries.bills_by_key(account.biller, {account.code_key}, periods)
    fresh = [_take(account, row, known.get((account.code_key, row["period"])), now)
             for row in answer.bills]  # fmt: skip
    db.session.flush()
    issuing.publish([bill for bill in fresh if bill is not None], now)


def hear_nothing(account: CustomerAccount, now: datetime) -> None:
    """The biller gave no usable answer: what was known stays, with its time."""
    account.hear(UNAVAILABLE, now, account.pending_reference)


def _take(
    account: CustomerAccount, row: dict[str, object], bill: Bill | None, now: datetime
) -> Bill | None:
    """Give the draft of a new bill; a known one is corrected or settled."""
    verdict = importing.judge(row, bill)
    if verdict == NEW or bill is None:
        made = importing.draft(account, row, None, now)
        account.describe(str(row["name"]), str(row["address"]))
        db.session.add(made)
        return made
    if verdict == CORRECTS:
        reason = str(_l("The biller sent a corrected figure."))
        issuing.correct(bill, int(str(row["total"])), reason, SYSTEM, now)
    elif verdict == PAID:
        issuing.settle(bill, now.date(), SYSTEM, now)
    return None
