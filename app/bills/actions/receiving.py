"""Money that was matched with a bill: the bill's standing and its receipt follow."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from app.bills import kinds, queries
from app.bills.actions import asking
from app.bills.actions.issuing import SUBJECT
from app.bills.actions.telling import News, tell_each
from app.bills.models import Bill, Receipt
from app.bills.models.biller import HTTP
from app.core import clock
from app.core.db import db
from app.core.events import payments_changed
from app.payments.models import PaymentRequest


@payments_changed.connect
def follow_payments(requests: Sequence[PaymentRequest], now: datetime) -> None:
    """Bring bills in step with their requests: open or paid, receipts issued or voided."""
    ours = {each.subject_id: each for each in requests if each.subject_kind == SUBJECT}
    bills = list(queries.bills_to_receive(ours.keys()))
    for bill in bills:
        bill.receive(ours[bill.id].received)
        bill.said_paid_at = ours[bill.id].said_paid_at
    db.session.flush()  # bills are locked before their billers, who number the receipts
    tell_each([news for bill in bills for news in _follow(bill, now)], now)


def _follow(bill: Bill, now: datetime) -> Iterator[News]:
    """Void and give receipts as the bill stands; gives what its followers are to be told."""
    receipt = bill.receipt
    is_paid = bill.missing == 0 and bill.received > 0
    if receipt is not None and not is_paid and bill.is_open:
        yield bill, kinds.OPEN_AGAIN, f"open-again:{receipt.number}"
    if receipt is not None and (not is_paid or receipt.amount != bill.received):
        receipt.voided_at = now
        receipt = None
    if is_paid and receipt is None:
        yield bill, kinds.PAID, f"paid:{_give_receipt(bill, now)}"


def _give_receipt(bill: Bill, now: datetime) -> str:
    """Give a bill its receipt; gives the number."""
    number = bill.biller.next_receipt(clock.local(now).year)
    bill.receipts.append(
        Receipt(biller_id=bill.biller_id, number=number, amount=bill.received, issued_at=now)
    )
    if bill.biller.adapter == HTTP:
        asking.confirm_later(bill, number)
    return number
